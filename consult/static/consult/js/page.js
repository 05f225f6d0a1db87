// What every page may use. Each part looks for its own data attributes and does nothing without them.
import { countCharacters } from "./counters.js";
import { openDialogs } from "./dialogs.js";
import { keepDrafts, settleDrafts } from "./drafts.js";
import { focusErrors, markBusy, togglePasswords } from "./forms.js";
import { keepTables } from "./tables.js";

document.documentElement.classList.add("js");

function start(root) {
  countCharacters(root);
  keepDrafts(root);
  togglePasswords(root);
  markBusy(root);
  openDialogs(root);
  keepTables(root);
}

settleDrafts();
start(document);
focusErrors(document);
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) start(event.detail.elt);
});
