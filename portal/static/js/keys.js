// Shortcuts, read from the page: whatever carries data-key="Alt+1" is pressed by that key.
// None acts while Chinese input is composing; data-keys="off" on body switches all off.
const FIELDS = "select, textarea, input:not([type=hidden])";

export const composing = (event) => event.isComposing || event.keyCode === 229;
export const switchedOff = () => document.body.dataset.keys === "off";
export const typing = (node) =>
  node.matches?.("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit])");

export function combo(event) {
  const name = event.key.length === 1 ? plainKey(event) : event.key;
  return [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && name.length > 1 && "Shift", name]
    .filter(Boolean).join("+");
}

// With Alt down some keyboards write another sign: the code of the key tells which was meant.
function plainKey(event) {
  const bare = /^(?:Digit|Key)(.)$/.exec(event.code);
  return (event.altKey && bare ? bare[1] : event.key).toUpperCase();
}

function press(target) {
  if (typing(target)) {
    target.focus();
    target.select?.();
  } else if (target.getAttribute("aria-disabled") === "true") {
    target.focus();
  } else {
    target.focus();
    target.click();
    // What unfolds is there to be filled in.
    if (target.matches("summary")) target.parentElement.querySelector(FIELDS)?.focus();
  }
}

function showAll() {
  const dialog = document.getElementById("keylist");
  const list = dialog.querySelector("dl");
  list.replaceChildren();
  for (const [key, words] of keysOfPage(list.dataset)) {
    const dt = document.createElement("dt");
    for (const part of key.trim().split(" ")) dt.append(cap(part), " ");
    const dd = document.createElement("dd");
    dd.textContent = words;
    list.append(dt, dd);
  }
  dialog.showModal();
}

function keysOfPage(words) {
  const found = new Map();
  for (const node of document.querySelectorAll("[data-key]")) {
    const own = node.cloneNode(true);
    own.querySelectorAll("kbd").forEach((key) => key.remove());
    found.set(node.dataset.key.replaceAll("+", " "), own.textContent.trim() || node.getAttribute("aria-label") || words.search);
  }
  if (document.querySelector("form[data-cells]")) {
    found.set("Enter", words.field).set("Shift Enter", words.back).set("Ctrl Enter", words.save);
  }
  if (document.querySelector("[data-list]")) {
    found.set("↑ ↓", words.rows).set("Enter ", words.open);
    if (document.querySelector("[data-why]")) found.set("W", words.why);
  }
  return found;
}

function cap(text) {
  const key = document.createElement("kbd");
  key.textContent = text;
  return key;
}

document.addEventListener("keydown", (event) => {
  if (composing(event) || switchedOff() || event.defaultPrevented) return;
  const bare = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (bare && (typing(event.target) || event.key.length > 1)) return;
  const wanted = combo(event);
  const target = [...document.querySelectorAll("[data-key]")]
    .find((node) => node.dataset.key.toUpperCase() === wanted.toUpperCase() && node.checkVisibility());
  if (target) {
    event.preventDefault();
    press(target);
  } else if (wanted === "?" && document.getElementById("keylist")) {
    event.preventDefault();
    showAll();
  }
});
