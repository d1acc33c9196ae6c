// What could not be sent yet, kept in this browser for one person: the fields he typed, where
// they go, and the key under which they act once. Gone when he logs out or another logs in.
const NAME = "outbox";
const out = document.querySelector("form[data-owner]");
let kept = null;   // where the browser keeps nothing, at least this page does

export const owner = out?.dataset.owner ?? "";

function read() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? kept;
  } catch {
    return kept;
  }
}

function write(items) {
  kept = items.length ? { owner, items } : null;
  try {
    if (kept) localStorage.setItem(NAME, JSON.stringify(kept));
    else localStorage.removeItem(NAME);
  } catch {
    // A full or forbidden store: what waits lives as long as the page.
  }
}

export const items = () => read()?.items ?? [];
export const find = (key) => items().find((one) => one.key === key);
export const clear = () => write([]);
export const drop = (key) => write(items().filter((one) => one.key !== key));

export function put(item) {
  const known = find(item.key);
  write(known ? items().map((one) => (one.key === item.key ? item : one)) : [...items(), item]);
}

if (out && read() && read().owner !== owner) clear();

// Logging out ends what waits: asked first, and done only when the log-out itself goes out.
let sure = false;
out?.addEventListener("submit", (event) => {
  if (sure || items().length === 0) return;
  sure = confirm(out.dataset.unsent);
  if (!sure) event.preventDefault();
});
addEventListener("submit", (event) => {
  if (event.target === out && !event.defaultPrevented) clear();
});
