// Is the house within reach? One answer for the strip, the banner and the forms.
import { storeTime } from "./clock.js";

const PROBE = "/health/live";
const PROBE_LIMIT = 4000;
const RETRY = 5000;

const banner = document.getElementById("offline");
const lamp = document.getElementById("online");
let lastGood = Date.now();
let retry = null;

export async function reachable() {
  try {
    const answer = await fetch(PROBE, { cache: "no-store", signal: AbortSignal.timeout(PROBE_LIMIT) });
    return answer.ok;
  } catch {
    return false;
  }
}

export function cameBack() {
  lastGood = Date.now();
  clearInterval(retry);
  retry = null;
  banner?.toggleAttribute("hidden", true);
  light(true);
}

export function wentAway() {
  if (retry || !banner) return;
  banner.querySelector("time").textContent = storeTime(lastGood);
  banner.toggleAttribute("hidden", false);
  light(false);
  retry = setInterval(async () => { if (await reachable()) cameBack(); }, RETRY);
}

function light(on) {
  if (!lamp) return;
  lamp.textContent = on ? lamp.dataset.on : lamp.dataset.off;
  lamp.classList.toggle("go", on);
  lamp.classList.toggle("late", !on);
}

document.addEventListener("htmx:after:request", cameBack);
document.addEventListener("htmx:error", wentAway);
window.addEventListener("offline", wentAway);
window.addEventListener("online", async () => { if (await reachable()) cameBack(); });
