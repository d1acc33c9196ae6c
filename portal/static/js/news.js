// A list that others change says so and waits: R, or a press, puts the changes in.
// Only the lists are put in anew; what is being written beside them stays.
import { prepare } from "./list.js";
import { wentAway } from "./online.js";

const LIMIT = 20000;

const bar = document.getElementById("news");
const topics = bar.dataset.topics.split(",");
let since = Number(bar.dataset.version);
let stream = null;
let hands = null;   // where the cursor was before it came to the bar

// A browser opens few connections to one house: a tab that is out of sight gives its own back.
function listen() {
  if (stream || document.hidden || !bar.hidden) return;
  stream = new EventSource(`/events?topics=${topics}&since=${since}`);
  for (const topic of [...topics, "refetch"]) stream.addEventListener(topic, heard);
}

function hush() {
  stream?.close();
  stream = null;
}

function heard(event) {
  if (Number(event.data) <= since) return;
  hush();
  bar.hidden = false;
}

async function renew(event) {
  event.preventDefault();
  let answer = null;
  try {
    answer = await fetch(location.href, { signal: AbortSignal.timeout(LIMIT) });
  } catch {
    return wentAway();
  }
  if (!answer.ok || answer.redirected) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  since = Number(page.getElementById("news").dataset.version);
  if (bar.contains(document.activeElement)) document.activeElement.blur();
  bar.hidden = true;
  document.querySelectorAll("[data-live]").forEach((old) => putIn(old, page.getElementById(old.id)));
  if (hands?.isConnected) hands.focus();
  listen();
}

function putIn(old, now) {
  const chosen = old.querySelector("tr[aria-selected=true]")?.id;
  if (chosen) now.querySelector(`#${CSS.escape(chosen)}`)?.setAttribute("aria-selected", "true");
  old.replaceWith(now);
  htmx.process(now);
  prepare(now.parentElement);
}

bar.addEventListener("focusin", (event) => { hands = event.relatedTarget ?? hands; });
bar.addEventListener("click", (event) => { if (event.target.closest("a")) renew(event); });
document.addEventListener("visibilitychange", () => { if (document.hidden) hush(); else listen(); });
addEventListener("pagehide", hush);
addEventListener("pageshow", listen);
