// What stands on the page about kept forms: a mark behind each form, its button, a word aloud.
import { storeTime } from "./clock.js";
import { newKey } from "./forms.js";
import * as store from "./outbox_store.js";

const KINDS = { sending: "", waiting: "hold", expired: "hold", refused: "stop", sent: "go" };
const BUTTONS = { again: ["waiting", "expired"], door: ["expired"], fresh: ["sent"], drop: ["waiting", "expired"], seen: ["refused"] };
const AWAY = ["waiting", "expired", "sent"];

const marks = new Map();
const words = () => document.getElementById("unsent").dataset;

export const forms = () => [...document.querySelectorAll("form[data-outbox]")];
export const formOf = (item) => forms().find((form) => form.getAttribute("action") === item.action);
export const itemOf = (form) => store.items().find((one) => one.action === form.getAttribute("action"));
export const focusOn = (item) => marks.get(item.key)?.focus();
export const forget = () => marks.clear();

export function say(text) {
  document.getElementById("outbox-says").textContent = text;
}

export function paint() {
  const items = store.items();
  for (const [key, mark] of marks) {
    if (store.find(key)) continue;
    mark.remove();
    marks.delete(key);
  }
  items.forEach(paintMark);
  forms().forEach((form) => paintForm(form, itemOf(form)));
  const box = document.getElementById("outbox");
  const stuck = items.filter((one) => BUTTONS.again.includes(one.state)).length;
  box.hidden = stuck === 0 && !box.querySelector(".unsent");
  box.querySelector("[data-count]").textContent = stuck || "";
  box.querySelector("[data-all]").hidden = stuck === 0;
}

function paintMark(item) {
  // On its first way the button alone tells of it.
  if (item.state === "sending" && !marks.has(item.key)) return;
  const mark = marks.get(item.key) ?? place(item);
  const changed = mark.dataset.state !== item.state;
  const word = mark.querySelector("[data-word]");
  mark.dataset.state = item.state;
  word.className = `st ${KINDS[item.state]}`;
  word.textContent = words()[item.state];
  mark.querySelector("[data-what]").textContent = item.what;
  mark.querySelector("time").textContent = item.state === "waiting" ? words().since.replace("{}", storeTime(item.since)) : "";
  tell(mark.querySelector("[data-answer]"), item.state === "refused" ? item.answer : null);
  for (const [name, states] of Object.entries(BUTTONS)) mark.querySelector(`[data-${name}]`).hidden = !states.includes(item.state);
  if (changed && item.state !== "sending") say(`${word.textContent} ${item.what} ${item.answer?.text ?? ""}`);
}

function place(item) {
  const mark = document.getElementById("unsent").content.firstElementChild.cloneNode(true);
  const form = formOf(item);
  mark.dataset.key = item.key;
  marks.set(item.key, mark);
  if (form) (form.closest("details") ?? form).after(mark);
  else document.querySelector("#outbox [data-loose]").append(mark);
  return mark;
}

function tell(paragraph, answer) {
  paragraph.hidden = !answer;
  paragraph.textContent = answer ? `${answer.text} ` : "";
  for (const [href, label] of answer?.clauses ?? []) {
    const link = document.createElement("a");
    Object.assign(link, { className: "cl", href, textContent: label });
    paragraph.append(link);
  }
}

// Under way, its button says so; while it waits, the form is put away; refused, it is open again.
function paintForm(form, item) {
  const button = form.querySelector("button");
  const sending = item?.state === "sending";
  button.dataset.words ??= button.textContent;
  button.textContent = sending ? words().sending : button.dataset.words;
  if (sending) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
  form.hidden = Boolean(item) && (AWAY.includes(item.state) || (sending && marks.has(item.key)));
  if (item?.state === "refused" && form.dataset.refused !== item.key) open(form, item);
}

// What was refused stays written in its form, which from now on is another request.
function open(form, item) {
  const typed = new Map(item.fields);
  for (const cell of form.elements) {
    if (cell.type === "checkbox") cell.checked = typed.has(cell.name);
    else if (cell.type !== "hidden" && typed.has(cell.name)) cell.value = typed.get(cell.name);
  }
  form.dataset.refused = item.key;
  form.elements._key.value = newKey();
  form.closest("details")?.toggleAttribute("open", true);
}
