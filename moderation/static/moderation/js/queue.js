// The keys of the queue, and news of cases that come in. Everything here has a link or a button that does the same.
import { followQueue } from "./news.js";

const SWITCH = "moderation.single-keys";
const keysOff = () => localStorage.getItem(SWITCH) === "off";

const inField = (target) =>
  target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName) && !["radio", "checkbox"].includes(target.type);

function step(by) {
  const links = [...document.querySelectorAll("a.case")];
  const here = links.findIndex((link) => link === document.activeElement || (!links.includes(document.activeElement) && link.hasAttribute("aria-current")));
  const next = links[Math.min(links.length - 1, Math.max(0, here + by))];
  if (next) next.focus();
}

function choose(key) {
  const option = document.querySelector(`#decision [data-key="${key}"]`);
  if (!option) return;
  option.checked = true;
  option.focus();
  option.dispatchEvent(new Event("change", { bubbles: true }));
}

const focusOn = (id) => document.getElementById(id)?.focus();
const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  r: () => focusOn("rule"),
  f: () => focusOn("facts"),
  c: () => document.getElementById("whole-thread")?.click(),
  u: () => document.getElementById("undo")?.requestSubmit(),
  "?": () => {
    const keys = document.getElementById("keys");
    keys.tabIndex = -1;
    keys.focus();
    keys.scrollIntoView({ block: "nearest" });
  },
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    document.getElementById("decision")?.requestSubmit();
    event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || keysOff() || inField(event.target)) return;
  const key = event.key.toLowerCase();
  if (/^[1-4]$/.test(key)) choose(key);
  else if (KEYS[key]) KEYS[key]();
  else return;
  event.preventDefault();
});

const button = document.querySelector("[data-keys-switch]");
if (button) {
  const say = () => { button.textContent = keysOff() ? button.dataset.on : button.dataset.off; };
  button.addEventListener("click", () => {
    localStorage.setItem(SWITCH, keysOff() ? "on" : "off");
    say();
  });
  say();
}

followQueue(document.getElementById("queue-news"));
