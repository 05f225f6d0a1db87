// Rename, merge, split and move under as dialogs on wide screens. Each leads to a page or a place of its own
// without script and on phones; what is sent goes to that page, which answers for itself.

const isWide = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey) && window.matchMedia("(min-width: 48em)").matches;

function opened(opener, ...nodes) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.append(...nodes);
  document.body.append(dialog);
  dialog.setAttribute("aria-label", dialog.querySelector("h1, h2")?.textContent ?? opener.textContent.trim());
  dialog.showModal();
  dialog.addEventListener("close", () => { dialog.remove(); opener.focus(); }, { once: true });
  return dialog;
}

// The page of an act, without what stands around it.
async function contentOf(address, options) {
  const answer = await fetch(address, options);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = answer.ok && page.querySelector("div.dialog");
  if (!found) { location.assign(address); return []; }
  for (const form of found.querySelectorAll("form:not([action])")) form.action = address.split("?")[0];
  return [...found.childNodes];
}

// What only shows more stays in the dialog; what changes something leaves it.
function keptInside(dialog) {
  dialog.addEventListener("submit", async (event) => {
    const form = event.target, asks = form.method === "get" || event.submitter?.name === "check";
    if (!asks) return;
    event.preventDefault();
    const query = new URLSearchParams(new FormData(form, event.submitter));
    for (const name of ["csrfmiddlewaretoken", "check"]) query.delete(name);
    dialog.replaceChildren(...await contentOf(`${form.action}?${query}`));
    dialog.querySelector("h1")?.scrollIntoView();
  });
  dialog.addEventListener("click", (event) => {
    const link = event.target.closest(".spread > a.btn");
    if (link) { event.preventDefault(); dialog.close(); }
  });
}

for (const opener of document.querySelectorAll("[data-fetched]")) {
  opener.addEventListener("click", async (event) => {
    if (!isWide(event)) return;
    event.preventDefault();
    const content = await contentOf(opener.href);
    if (content.length) keptInside(opened(opener, ...content));
  });
}

function headOf(opener) {
  const head = document.createElement("div"), title = document.createElement("h2"), close = document.createElement("button");
  [head.className, title.className, close.className, close.type] = ["spread mb", "xl", "btn", "button"];
  [title.textContent, close.textContent] = [opener.textContent.trim(), opener.dataset.close];
  head.append(title, close);
  return head;
}

// The form of the page itself, lent to the dialog, so that words typed so far stay.
for (const opener of document.querySelectorAll("[data-moved]")) {
  const folded = document.getElementById(opener.dataset.moved);
  opener.addEventListener("click", (event) => {
    const form = folded?.querySelector("form");
    if (!form) return;
    folded.open = true;
    if (!isWide(event)) return;
    event.preventDefault();
    const dialog = opened(opener, headOf(opener), form);
    dialog.addEventListener("close", () => folded.append(form), { once: true });
    dialog.querySelector(".spread > .btn").addEventListener("click", () => dialog.close());
    form.querySelector("input:not([type=hidden])")?.focus();
  });
}
