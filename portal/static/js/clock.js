// The strip's clock and everything that runs out, on the server's time; repainted each minute.
const face = document.getElementById("clock");
const server = new Date(face.dateTime);
const offset = server - Date.now();
const zone = zoneMinutes(face.dateTime);

function zoneMinutes(iso) {
  const found = /([+-])(\d\d):(\d\d)$/.exec(iso);
  return found ? (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) : 0;
}

const two = (n) => String(n).padStart(2, "0");

// A moment of this machine as the store's clock showed it.
export function storeTime(ms) {
  const local = new Date(ms + offset + zone * 60000);
  return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`;
}
const minutesIn = (ms) => Math.floor(Math.abs(ms) / 60000);

export function lasting(ms) {
  const minutes = minutesIn(ms);
  if (minutes >= 1440) return face.dataset.days.replace("{}", Math.floor(minutes / 1440));
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
}

function waiting(ms) {
  const minutes = minutesIn(ms);
  return minutes < 60 ? face.dataset.minutes.replace("{}", minutes) : lasting(ms);
}

function repaintLeft(node, now) {
  const due = Date.parse(node.dataset.due);
  const kind = now > due ? "over" : now >= Date.parse(node.dataset.soon) ? "soon" : "";
  const word = node.firstElementChild;
  node.className = `left ${kind}`.trim();
  word.className = { over: "st late", soon: "st hold", "": "" }[kind];
  word.textContent = { over: face.dataset.over, soon: face.dataset.soon, "": face.dataset.left }[kind];
  node.querySelector("b").textContent = lasting(due - now);
  const whole = due - Date.parse(node.dataset.from);
  node.querySelector("progress").value = whole > 0 ? Math.max(0, Math.min(100, (100 * (due - now)) / whole)) : 0;
}

function repaint() {
  const now = Date.now() + offset;
  const local = new Date(now + zone * 60000);
  face.textContent = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
  document.querySelectorAll(".left[data-due]").forEach((node) => repaintLeft(node, now));
  document.querySelectorAll("[data-since]").forEach((node) => { node.textContent = waiting(now - Date.parse(node.dataset.since)); });
}

function everyMinute() {
  const now = Date.now() + offset;
  setTimeout(() => { repaint(); everyMinute(); }, 60000 - (now % 60000) + 50);
}

document.addEventListener("visibilitychange", () => { if (!document.hidden) repaint(); });
everyMinute();
