// Forms by keyboard alone. Enter goes to the next cell, Shift Enter back, Ctrl Enter saves,
// arrow down goes into what is suggested, Esc comes back. Enter that ends Chinese input is never ours.
import { composing, switchedOff } from "./keys.js";
import { cameBack, reachable, wentAway } from "./online.js";

const CELLS = "input:not([type=hidden]), select, textarea";
const CHOICES = "[data-choice]";

const cellsOf = (form) => [...form.elements].filter((node) => node.matches(CELLS) && !node.disabled && node.checkVisibility());

function step(form, cell, by) {
  const cells = cellsOf(form);
  const next = cells[cells.indexOf(cell) + by];
  const target = next ?? (by > 0 ? saveButton(form) : null);
  target?.focus();
  target?.select?.();
}

const saveButton = (form) => form.querySelector("[data-save]") ?? form.querySelector("button:not([type=button], [type=reset])");

function intoSuggestions(cell) {
  const box = document.querySelector(cell.dataset.suggest);   // a box marked data-suggestions
  const first = box?.querySelector(CHOICES);
  if (!first) return false;
  box.dataset.from = cell.id;
  first.focus();
  return true;
}

function amongSuggestions(event, box) {
  const choices = [...box.querySelectorAll(CHOICES)];
  const at = choices.indexOf(document.activeElement);
  if (event.key === "Escape" || (event.key === "ArrowUp" && at === 0)) {
    document.getElementById(box.dataset.from)?.focus();
  } else if (event.key === "ArrowDown") {
    choices[Math.min(at + 1, choices.length - 1)].focus();
  } else if (event.key === "ArrowUp") {
    choices[at - 1].focus();
  } else {
    return;
  }
  event.preventDefault();
}

document.addEventListener("keydown", (event) => {
  if (composing(event) || switchedOff()) return;
  const box = event.target.closest?.("[data-suggestions]");
  if (box) return amongSuggestions(event, box);
  const form = event.target.form;
  if (!form?.matches("[data-cells]")) return;
  const cell = event.target.matches(CELLS);
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    form.requestSubmit(saveButton(form));
  } else if (event.key === "Enter" && cell && !event.altKey && !(event.target.matches("textarea") && !event.shiftKey)) {
    event.preventDefault();
    step(form, event.target, event.shiftKey ? -1 : 1);
  } else if (event.key === "ArrowDown" && event.target.dataset.suggest && intoSuggestions(event.target)) {
    event.preventDefault();
  }
});

// What is asked for anew is another request.
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// A form is only let go when the house answers: what was typed stays on the page otherwise.
const checked = new WeakSet();
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post" || checked.has(form) || event.defaultPrevented) return;
  if ([...form.attributes].some((attribute) => /^hx-(post|put|patch|delete)$/.test(attribute.name))) return;
  event.preventDefault();
  if (form.dataset.asking) return;
  form.dataset.asking = "yes";
  const there = await reachable();
  delete form.dataset.asking;
  if (!there) return wentAway();
  cameBack();
  checked.add(form);
  form.requestSubmit(event.submitter?.isConnected ? event.submitter : undefined);
  checked.delete(form);
  // The page stays after a download: the next press asks for a new file.
  if ("again" in form.dataset) form.elements._key.value = newKey();
});

// A form sent back: the eye and the cursor go to the first wrong cell.
document.querySelector("[aria-invalid=true]")?.focus();
