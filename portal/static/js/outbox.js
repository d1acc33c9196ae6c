// Forms of /my on a weak network: each is kept until the house has answered it, and sent again
// in order under its own key, so that it acts once however often it goes out.
import { cameBack, wentAway } from "./online.js";
import { focusOn, forget, formOf, forms, itemOf, paint, say } from "./outbox_marks.js";
import { parsed, send } from "./outbox_send.js";
import * as store from "./outbox_store.js";

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 60000;
const OPEN = ["sending", "waiting", "expired"];

let running = false;
let failures = 0;
let timer = null;
let arrived = null;   // the page that came with the last answer

const opened = () => store.items().filter((one) => OPEN.includes(one.state));

function take(form) {
  const earlier = itemOf(form);
  if (earlier && earlier.state !== "refused") return focusOn(earlier);
  if (earlier) store.drop(earlier.key);
  const own = ["_csrf_token", "_key"];
  store.put({
    key: form.elements._key.value, action: form.getAttribute("action"), what: form.dataset.outbox,
    fields: [...new FormData(form)].filter(([name]) => !own.includes(name)), since: Date.now(), state: "sending",
  });
  paint();
  sendAll();
}

async function sendAll() {
  clearTimeout(timer);
  if (running) return;
  running = true;
  let goesOn = true;
  for (const tried = new Set(); goesOn; ) {
    const item = opened().find((one) => !tried.has(one.key));
    if (!item) break;
    tried.add(item.key);
    change(item, { state: "sending" });
    goesOn = settle(item, await send(item));
  }
  running = false;
  if (opened().some((one) => one.state === "waiting")) {
    timer = setTimeout(sendAll, Math.min(FIRST_WAIT * 2 ** failures, LONGEST_WAIT));
    failures += 1;
  }
  show();
}

function change(item, more) {
  if (!store.find(item.key)) return;   // taken back meanwhile
  store.put({ ...item, ...more });
  paint();
}

// Whether the next one may go: what the house has not answered holds up those behind it.
function settle(item, { state, answer, html, away }) {
  if (away) wentAway();
  else cameBack();
  if (state === "sent") {
    arrived = html;
    failures = 0;
    if (typing(item)) change(item, { state });
    else store.drop(item.key);
  } else if (state === "refused") {
    change(item, { state, answer });
    focusOn(item);
  } else {
    opened().forEach((one) => change(one, { state }));
  }
  paint();
  return state === "sent" || state === "refused";
}

// Something is being written in another form: the page is not changed under the hands.
export function typing(sent) {
  const written = (cell) => "defaultValue" in cell && cell.type !== "hidden" && (cell.value !== cell.defaultValue || cell.checked !== cell.defaultChecked);
  return forms().some((form) => form.getAttribute("action") !== sent?.action && !itemOf(form) && [...form.elements].some(written));
}

export const underWay = () => running;

// A page of /my in place of the one that is open; what waits keeps its marks.
export function put(page) {
  const main = document.adoptNode(page.getElementById("main"));
  document.getElementById("main").replaceWith(main);
  forget();
  paint();
  return main;
}

// The page as it is after the last act, in place of the one it was done on.
function show() {
  if (arrived === null || store.items().some((one) => one.state === "sent")) return;
  const page = parsed(arrived);
  arrived = null;
  if (location.search.includes("show=")) return location.reload();
  history.replaceState(null, "", "/my");
  const main = put(page);
  say(main.querySelector(".banner.good")?.textContent ?? "");
  main.focus();
}

function takeBack(item) {
  const form = formOf(item);
  store.drop(item.key);
  paint();
  (form?.closest("details")?.querySelector("summary") ?? form?.querySelector("button") ?? document.getElementById("main")).focus();
}

function now() {
  failures = 0;
  sendAll();
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-outbox]")) return;
  event.preventDefault();
  take(event.target);
}, true);

document.addEventListener("click", (event) => {
  const pressed = (what) => event.target.closest(what);
  const item = store.find(pressed(".unsent")?.dataset.key);
  if (pressed("[data-all], [data-again]")) now();
  else if (item && pressed("[data-drop], [data-seen]")) takeBack(item);
});

addEventListener("online", now);
addEventListener("storage", paint);
document.addEventListener("visibilitychange", () => { if (!document.hidden) now(); });

for (const item of store.items()) {
  if (item.state === "sent") store.drop(item.key);
  else if (OPEN.includes(item.state)) store.put({ ...item, state: "waiting" });
}
paint();
sendAll();
