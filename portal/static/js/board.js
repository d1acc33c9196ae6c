// The wall: fetches the picture again when it hears of a change and every two seconds in
// any case, tells its age, says within 5 seconds that the house is out of reach, and
// turns the pages of designers. Spans are measured by a clock that nobody sets.
const SILENCE = 4000;
const PAGE = 15000;
const STALE_FACE = 15000;

const root = document.documentElement;
const edition = board().dataset.edition;
let offset = arrived();
let lastGood = performance.now();
let tag = null;
let heard = null;
let page = 0;

function board() {
  return document.getElementById("board");
}

// How far the house's clock is ahead of this machine's, as the picture tells it.
function arrived() {
  return Date.parse(board().dataset.at) - Date.now();
}

const two = (n) => String(n).padStart(2, "0");
const local = (ms) => new Date(ms + offset + Number(board().dataset.zone) * 60000);
const hm = (d) => `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
const words = (node, name, ...values) => values.reduce((text, value) => text.replace("{}", value), node.dataset[name]);

function tick() {
  const silent = performance.now() - lastGood;
  document.getElementById("clock").textContent = hm(local(Date.now()));
  root.classList.toggle("offline", silent > SILENCE);
  if (silent > SILENCE) sayCut(silent);
  else sayAge(silent);
}

function sayAge(silent) {
  const age = document.getElementById("age");
  age.textContent = words(age, "words", Math.max(1, Math.round(silent / 1000)));
}

function sayCut(silent) {
  const cut = document.getElementById("cut");
  const seconds = Math.floor(silent / 1000);
  const since = local(Date.now() - silent);
  const lasted = cut.querySelector("b");
  lasted.textContent = seconds < 60 ? words(lasted, "seconds", seconds) : words(lasted, "minutes", Math.floor(seconds / 60), seconds % 60);
  cut.querySelector("time").textContent = `${hm(since)}:${two(since.getUTCSeconds())}`;
}

function turn(by) {
  const pages = [...document.querySelectorAll(".flaps[data-page]")];
  if (pages.length === 0) return;
  page = (page + by) % pages.length;
  pages.forEach((node, at) => node.toggleAttribute("hidden", at !== page));
  const place = document.getElementById("page");
  place.textContent = words(place, "words", page + 1, pages.length);
}

// A picture made a moment ago is the same for all screens, so it may be some seconds old:
// the furthest one tells the time, unless the house's clock itself was set.
function setClock() {
  const told = arrived();
  if (told > offset || offset - told > STALE_FACE) offset = told;
}

function good() {
  lastGood = performance.now();
  tick();
}

const ofPicture = (event) => event.detail.ctx?.sourceElement?.id === "live";

// Whoever answers the fetch may be another process than the one that told of the change.
document.addEventListener("htmx:sse:before:message", (event) => { heard = event.detail.message.id || heard; });
document.addEventListener("htmx:config:request", (event) => {
  if (!ofPicture(event)) return;
  const headers = event.detail.ctx.request.headers;
  if (tag) headers["If-None-Match"] = tag;
  if (heard) headers["Last-Event-ID"] = heard;
});
document.addEventListener("htmx:after:request", (event) => {
  if (ofPicture(event) && event.detail.ctx.response.status === 304) good();
});
document.addEventListener("htmx:after:swap", (event) => {
  if (!ofPicture(event)) return;
  // Another day or another language: the frame around the picture is old as well.
  if (board().dataset.edition !== edition) return location.reload();
  tag = event.detail.ctx.response.headers.get("etag");
  setClock();
  turn(0);
  good();
});

turn(0);
tick();
setInterval(tick, 250);
setInterval(() => turn(1), PAGE);
