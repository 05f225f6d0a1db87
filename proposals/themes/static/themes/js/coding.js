// The keys of a coder: each presses what says so in `aria-keyshortcuts`; Enter saves. The page does the same without.
import { inField, singleKeys } from "../../consult/js/keys.js";

const keysOff = singleKeys("themes");
const acts = (target) => target.closest("a, button, textarea, summary");

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.altKey || event.isComposing) return;
  const form = document.getElementById("coding");
  if (event.key === "Enter") {
    if (!event.ctrlKey && (keysOff() || acts(event.target))) return;
    form.requestSubmit();
  } else {
    if (event.ctrlKey || keysOff() || inField(event.target)) return;
    const found = document.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!found) return;
    found.click();
    found.focus();
  }
  event.preventDefault();
});

// A theme and "none of these" rule each other out.
document.getElementById("coding").addEventListener("change", ({ target, currentTarget }) => {
  if (!target.checked || !["none", "themes"].includes(target.name)) return;
  const others = target.name === "none" ? "themes" : "none";
  for (const box of currentTarget.querySelectorAll(`[name="${others}"]`)) box.checked = false;
});
