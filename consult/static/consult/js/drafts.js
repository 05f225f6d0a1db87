// Keeps what is being written on this device, a second after each pause, until its form is sent.
// The key is dropped on sending but written again when the page comes back with the text still in the box.
const PAUSE = 1000;
const PREFIX = "draft:";

export function keepDrafts(root) {
  for (const box of root.querySelectorAll("textarea[data-draft], input[data-draft]")) keep(box);
}

export function forgetDraft(key) {
  store((kept) => kept.removeItem(PREFIX + key));
}

function store(act) {
  try {
    return act(window.localStorage);
  } catch {
    return null; // private windows and full stores: the page works without
  }
}

function keep(box) {
  if (box.dataset.kept) return;
  box.dataset.kept = "yes";
  const key = box.dataset.draft;
  const kept = store((all) => all.getItem(PREFIX + key));
  if (kept && !box.value) {
    box.value = kept;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.closest("details")?.setAttribute("open", "");
  }
  let timer;
  const save = () => {
    clearTimeout(timer);
    if (!box.value) return forgetDraft(key);
    if (store((all) => (all.setItem(PREFIX + key, box.value), true))) say(box, key);
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  window.addEventListener("pagehide", () => timer && box.isConnected && !box.dataset.sent && save());
  box.form?.addEventListener("submit", (event) => {
    if (event.defaultPrevented || box.form.hasAttribute("hx-post")) return;
    clearTimeout(timer);
    box.dataset.sent = "yes";
    forgetDraft(key);
  });
  box.form?.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && event.detail.elt === box.form) {
      clearTimeout(timer);
      forgetDraft(key);
    }
  });
}

function say(box, key) {
  const state = (box.form || document).querySelector(`[data-draft-state="${CSS.escape(key)}"]`);
  if (!state) return;
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  state.textContent = state.dataset.words.replace("{time}", time);
}
