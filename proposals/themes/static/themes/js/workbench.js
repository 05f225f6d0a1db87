// The workbench by key, and word of a colleague's edit. Each key presses what says so in `aria-keyshortcuts`.
import { inField, singleKeys } from "../../consult/js/keys.js";
import { Live } from "../../proposals/js/socket.js";

const keysOff = singleKeys("workbench");

const rows = () => [...document.querySelectorAll("#passages > li")];
const links = () => [...document.querySelectorAll("a.theme-link")];
const textHere = () => document.activeElement.closest?.("#passages > li");

// J and K go through the texts when one of them has the focus, else through the themes.
function step(by) {
  const here = textHere();
  const list = here ? rows() : links();
  const at = here ? list.indexOf(here) : list.findIndex((link) => link === document.activeElement);
  const from = at < 0 ? list.findIndex((link) => link.hasAttribute("aria-current")) : at;
  list[Math.min(list.length - 1, Math.max(0, from + by))]?.focus();
}

// What belongs to one text is looked for in that text, the first one when none has the focus.
function press(key) {
  const found = (textHere() ?? rows()[0])?.querySelector(`[aria-keyshortcuts="${key}"]`) ?? document.querySelector(`[aria-keyshortcuts="${key}"]`);
  if (!found) return;
  const folded = found.closest("details:not([open])");
  if (folded && !found.matches("summary")) {
    folded.open = true;
    folded.querySelector("select, input:not([type=hidden])")?.focus();
    return;
  }
  if (found.matches("summary")) {
    found.parentElement.open = true;
    found.parentElement.querySelector("input:not([type=hidden])")?.focus();
    return;
  }
  if (!found.matches("input[type=search], .keys")) found.click();
  found.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keysOff() || inField(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else if (key === "t") rows()[0]?.focus();
  else if (key === "h") (document.querySelector("a.theme-link[aria-current]") ?? links()[0])?.focus();
  else if (key === "o") (textHere()?.querySelector("a") ?? document.activeElement).click();
  else if (/^[02bcegmnsuvxy/?]$/.test(key)) press(key);
  else return;
  event.preventDefault();
});

for (const slider of document.querySelectorAll(".slider input[type=range]")) {
  const shown = slider.parentElement.querySelector("output");
  slider.addEventListener("input", () => { shown.textContent = slider.value; });
}

const news = document.getElementById("bench-news");
if (news) {
  const live = new Live({
    opened() {},
    lost() {},
    frame({ type, kind }) { if (kind === "themes.edited" || type === "resync") news.hidden = false; },
  });
  live.follow(news.dataset.topic, Number(news.dataset.since));
}
