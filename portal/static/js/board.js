// The wall: tells the age of its data, says so within 5 seconds when the house is out of
// reach, and turns the pages of designers.
const SILENCE = 4000;
const PAGE = 15000;

const face = document.getElementById("clock");
const root = document.documentElement;
const offset = new Date(face.dateTime) - Date.now();
const zone = Number(face.dataset.zone) * 60000;
let lastGood = Date.now();
let page = 0;

const two = (n) => String(n).padStart(2, "0");
const local = (ms) => new Date(ms + offset + zone);
const hm = (d) => `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
const words = (node, name, ...values) => values.reduce((text, value) => text.replace("{}", value), node.dataset[name]);

function tick() {
  const now = Date.now();
  const silent = now - lastGood;
  face.textContent = hm(local(now));
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
  const since = local(lastGood);
  const lasted = cut.querySelector("b");
  lasted.textContent = seconds < 60 ? words(lasted, "seconds", seconds) : words(lasted, "minutes", Math.floor(seconds / 60), seconds % 60);
  cut.querySelector("time").textContent = `${hm(since)}:${two(since.getUTCSeconds())}`;
}

function turn(by) {
  const pages = [...document.querySelectorAll(".flaps[data-page]")];
  if (pages.length === 0) return;
  page = (page + by) % pages.length;
  pages.forEach((node, at) => node.toggleAttribute("hidden", at !== page));
}

document.addEventListener("htmx:after:request", (event) => {
  const status = event.detail.ctx.response?.raw?.status;
  if (status === 200 || status === 304) lastGood = Date.now();
});
document.addEventListener("htmx:after:swap", () => turn(0));

tick();
setInterval(tick, 250);
setInterval(() => turn(1), PAGE);
