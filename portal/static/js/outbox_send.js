// One kept form on its way to the house, and what the answer means for it.
// sent: acted (or had acted), with the page that follows. refused: the house said no, with its words.
// expired: nobody is logged in. waiting: not answered; `away` when the house was not even reached.
import * as store from "./outbox_store.js";

const LIMIT = 20000;
const FRAGMENT = { "HX-Request": "true" };

export const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
const door = (page) => page.querySelector("form[data-owner]");
const tokens = () => document.querySelectorAll("[name=_csrf_token]");
const ask = (path, more) => fetch(path, { headers: FRAGMENT, signal: AbortSignal.timeout(LIMIT), ...more });

export async function send(item, again = true) {
  try {
    const token = tokens()[0].value;
    const body = new URLSearchParams([...item.fields, ["_key", item.key], ["_csrf_token", token]]);
    const answer = await ask(item.action, { method: "POST", body });
    const html = await answer.text();
    if (answer.redirected && door(parsed(html))?.dataset.owner === store.owner) return { state: "sent", html };
    if (answer.status === 401) return { state: "expired" };
    if (answer.status === 403 && again && (await freshToken(token))) return send(item, false);
    if (answer.ok || answer.status === 429 || answer.status >= 500) return { state: "waiting" };
    return { state: "refused", answer: sentence(html) };
  } catch {
    return { state: "waiting", away: true };
  }
}

// The log-in behind this page may have been renewed in another tab, or be somebody else's by now.
async function freshToken(stale) {
  const answer = await ask("/my");
  const form = answer.ok && door(parsed(await answer.text()));
  if (!form) return false;
  if (form.dataset.owner !== store.owner) {
    store.clear();
    location.reload();
    return false;
  }
  const token = form.elements._csrf_token.value;
  tokens().forEach((input) => { input.value = token; });
  return token !== stale;
}

// A refusal is kept as words and the clauses they rest on, never as markup.
function sentence(html) {
  const body = parsed(html).body;
  const clauses = [...body.querySelectorAll("a.cl")].map((link) => [link.getAttribute("href"), link.textContent]);
  body.querySelectorAll("a, .st").forEach((one) => one.remove());
  return { text: body.textContent.replace(/\s+/g, " ").trim(), clauses };
}
