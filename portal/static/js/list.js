// Lists by keyboard: arrows choose a row, W opens its reasons, Enter does the row's act.
// The panel beside the list follows the chosen row.
import { composing, switchedOff, typing } from "./keys.js";

const FOLLOW = 180;
let following = null;

const rowsOf = (list) => [...list.querySelectorAll("tr[data-row]")];
const chosen = (list) => list.querySelector("tr[aria-selected=true]") ?? rowsOf(list)[0];

function choose(list, row, { focus = true } = {}) {
  for (const other of rowsOf(list)) {
    other.tabIndex = other === row ? 0 : -1;
    other.toggleAttribute("aria-selected", false);
  }
  row.setAttribute("aria-selected", "true");
  if (focus) row.focus();
  row.scrollIntoView({ block: "nearest" });
}

function follow(row) {
  clearTimeout(following);
  const why = row.querySelector("[data-why][hx-get]");
  if (why) following = setTimeout(() => why.click(), FOLLOW);
}

function act(event, list, row) {
  const inRow = event.target === row || event.target === document.body;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const rows = rowsOf(list);
    const next = rows[rows.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
    if (event.target === document.body) choose(list, row);
    else if (next) { choose(list, next); follow(next); }
    return true;
  }
  if (event.key.toUpperCase() === "W") return press(row, "[data-why]");
  return event.key === "Enter" && inRow && press(row, "[data-act]");
}

function press(row, what) {
  const target = row.querySelector(what);
  target?.click();
  return Boolean(target);
}

document.addEventListener("keydown", (event) => {
  if (composing(event) || switchedOff() || event.ctrlKey || event.altKey || event.metaKey) return;
  if (typing(event.target)) return;
  const list = event.target.closest?.("[data-list]") ?? (event.target === document.body && document.querySelector("[data-list]"));
  const row = list && (event.target.closest("tr[data-row]") ?? chosen(list));
  if (row && act(event, list, row)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const row = event.target.closest?.("tr[data-row]");
  if (!row) return;
  choose(row.closest("[data-list]"), row, { focus: false });
  if (!event.target.closest("a, button, input, select, label")) press(row, "[data-why]");
});

// The first row is where the hands begin, unless a field has asked for them.
const free = () => document.activeElement === document.body && !document.querySelector("[autofocus]");

export function prepare(root) {
  for (const list of root.querySelectorAll("[data-list]")) {
    rowsOf(list).forEach((row) => { row.tabIndex = row === chosen(list) ? 0 : -1; });
    if (list.dataset.list === "focus" && free()) chosen(list)?.focus();
  }
}

prepare(document);
