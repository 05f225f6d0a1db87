// Keeps a page up to date through the socket. Without it the page works, as it was when it was loaded.
import { Live } from "./socket.js";
import { Thread } from "./thread.js";
import { bar, say, words } from "./words.js";

const threads = new Map(); // topic -> Thread
const behind = new Set(); // topics that are not up to date since the socket opened

const live = new Live({
  frame: take,
  lost: () => bar.lost(),
  opened: () => live.topics.forEach((_since, topic) => behind.add(topic)),
});

function take(frame) {
  document.dispatchEvent(new CustomEvent("live:frame", { detail: frame }));
  if (frame.type === "tally") return showTally(frame);
  if (frame.type === "event") return happened(frame);
  behind.delete(frame.topic);
  if (!behind.size) bar.back();
  if (frame.type === "resync") startOver(frame.topic);
}

function happened(frame) {
  const [what, how] = frame.kind.split(".");
  if (what === "comment") {
    bar.came += how === "added";
    threads.get(frame.topic)?.take(frame);
  } else if (how !== "added") document.querySelectorAll("[data-live-notice]").forEach((notice) => (notice.hidden = false));
}

function showTally({ topic, version, html }) {
  const panel = document.querySelector(`[data-tally][data-live-topics~="${topic}"]`);
  if (!panel || version <= Number(panel.dataset.version ?? -1)) return;
  panel.dataset.version = version;
  panel.innerHTML = html;
}

// Spread over some seconds, as everybody else is told the same in this moment.
function startOver(topic) {
  setTimeout(async () => {
    try {
      live.follow(topic, (await threads.get(topic)?.refetch()) ?? null);
    } catch {
      startOver(topic);
    }
  }, 500 + 3500 * Math.random());
}

function start(root) {
  for (const list of root.querySelectorAll("[data-live-list]")) threads.set(list.dataset.liveList, new Thread(list));
  for (const { dataset } of root.querySelectorAll("[data-live-topics]")) {
    for (const topic of dataset.liveTopics.split(" ")) {
      if (!live.topics.has(topic)) live.follow(topic, threads.has(topic) ? Number(dataset.liveSince) : null);
    }
  }
  root.querySelectorAll("form[data-live-own]").forEach(postOwn);
}

// Post without leaving the page; what goes wrong leaves the text in its box.
function postOwn(form) {
  form.setAttribute("hx-post", form.action);
  form.setAttribute("hx-swap", "none");
  window.htmx?.process(form);
  form.addEventListener("htmx:afterRequest", ({ detail: { xhr, successful } }) => {
    if (successful && xhr.responseURL !== form.action) location.assign(xhr.responseURL);
    else if (successful) posted(form, xhr.responseText);
    else if (xhr.status === 422) form.submit(); // the page says what to fix, beside each field
    else form.querySelector("[data-live-error]").textContent = words("unsent");
  });
}

function posted(form, html) {
  for (const box of form.querySelectorAll("textarea")) {
    box.value = "";
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  form.querySelector("[data-live-error]").textContent = "";
  form.elements.client_id.value = crypto.randomUUID?.() ?? "";
  form.closest("details")?.removeAttribute("open");
  threads.values().next().value.own(html);
}

// A vote brings its panel anew: what it says has to be said aloud, and the keyboard goes on where it was.
function voted(panel) {
  say(panel.querySelector("[role=status]").textContent.trim());
  (panel.querySelector("[aria-pressed=true]") ?? panel).focus({ preventScroll: true });
}

document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  if (elt.id === "vote") voted(elt);
  if (elt === document.body || !elt.querySelector("[data-live-topics]")) return;
  start(elt);
  live.renew(); // a first vote may have begun a session
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-live-pause]");
  if (!button) return;
  const paused = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", paused);
  for (const thread of threads.values()) {
    thread.paused = paused;
    thread.paint();
  }
});

start(document);
