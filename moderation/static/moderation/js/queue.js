// The keys of the queue: each presses what says so in `aria-keyshortcuts`. A link or a button does the same.
import { inField, singleKeys } from "../../consult/js/keys.js";
import { followQueue } from "./news.js";

const keysOff = singleKeys("moderation");

function step(by) {
  const links = [...document.querySelectorAll("a.case")];
  const here = links.findIndex((link) => link === document.activeElement || (!links.includes(document.activeElement) && link.hasAttribute("aria-current")));
  links[Math.min(links.length - 1, Math.max(0, here + by))]?.focus();
}

function press(key) {
  const found = document.querySelector(`[aria-keyshortcuts="${key}"]`);
  if (!found) return key === "o" && document.activeElement.matches("a.case") && document.activeElement.click();
  if (!found.matches("select, textarea, .keys")) found.click();
  found.focus();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    document.getElementById("decision")?.requestSubmit();
    event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || keysOff() || inField(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else if (/^[1-4cfnoru?]$/.test(key)) press(key);
  else return;
  event.preventDefault();
});

followQueue(document.getElementById("queue-news"));
