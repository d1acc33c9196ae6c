// An open page of /my hears that something changed and shows it, never under the hands:
// while somebody writes or holds something, a line says there is news and waits to be pressed.
import { put, typing, underWay } from "./outbox.js";
import { parsed } from "./outbox_send.js";

const GATHER = 1000;   // several changes of one act are one look
const LIMIT = 20000;

const topics = document.getElementById("news").dataset.topics.split(",");
const news = new EventSource(`/events?topics=${topics.join()}`);
let timer = null;

function heard() {
  clearTimeout(timer);
  timer = setTimeout(look, GATHER);
}

async function look() {
  if (document.hidden) return document.addEventListener("visibilitychange", heard, { once: true });
  if (underWay()) return heard();
  if (typing() || inHand()) return tell();
  try {
    const answer = await fetch(location.href, { signal: AbortSignal.timeout(LIMIT) });
    const page = answer.ok && !answer.redirected && parsed(await answer.text());
    if (!page || underWay() || typing() || inHand()) return tell();
    put(page);
  } catch {
    heard();   // the network is gone; with it back, the stream tells again
  }
}

// A button or field of the page has the cursor, or something is unfolded.
const inHand = () => document.getElementById("main").querySelector(":focus, details[open]") !== null;
const tell = () => document.getElementById("news").toggleAttribute("hidden", false);

[...topics, "refetch"].forEach((topic) => news.addEventListener(topic, heard));
