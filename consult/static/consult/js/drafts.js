// Keeps what is being written on this device, a second after each pause, until its form has been received:
// sending alone drops nothing, as the connection may fail in the middle of it.
const PAUSE = 1000;
const PREFIX = "draft:";

export function keepDrafts(root) {
  for (const box of root.querySelectorAll("textarea[data-draft], input[data-draft]")) keep(box);
}

export function forgetDraft(key) {
  store((kept) => kept.removeItem(PREFIX + key));
  tell(key, "");
}

// Who is signed in finds it on other devices, too; comments, which are short, and what staff write stay on this one.
function tell(key, text) {
  const url = document.body.dataset.drafts;
  const token = /csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  if (!url || !token || !/^(proposal|reply|answer)[:-]/.test(key)) return;
  const body = new URLSearchParams({ key, text });
  fetch(url, { method: "POST", headers: { "X-CSRFToken": token }, body, keepalive: true }).catch(() => {});
}

// What became of a form that was sent shows on the next page. One that it led to says that it was received; one
// reached by the browser's own buttons, or by typing an address, that nobody knows: the text stays, under the
// number it was sent with, so that sending it again keeps it once.
export function settleDrafts() {
  const way = performance.getEntriesByType("navigation")[0]?.type;
  const led = way === "navigate" && document.referrer.startsWith(location.origin);
  store(() => {
    for (const name of Object.keys(sessionStorage).filter((each) => each.startsWith(PREFIX))) {
      const number = sessionStorage.getItem(name);
      const box = document.querySelector(`[data-draft="${CSS.escape(name.slice(PREFIX.length))}"]`);
      const received = document.querySelector("[data-received]") || (led && !number.startsWith("?"));
      if (received && !box?.value) forgetDraft(name.slice(PREFIX.length));
      else if (box && !box.value) sendAgain(box, number.replace("?", ""));
      if (received || box) sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, "?" + number.replace("?", ""));
    }
  });
}

function sendAgain(box, number) {
  const field = box.form?.elements.client_id;
  if (!field || !number) return;
  const fresh = field.value;
  field.value = number;
  box.addEventListener("input", (event) => event.isTrusted && (field.value = fresh)); // another text, another number
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
    tell(key, box.value);
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  window.addEventListener("pagehide", () => timer && box.isConnected && save());
  box.form?.addEventListener("submit", (event) => {
    if (event.defaultPrevented || box.form.matches("[hx-post], [data-hx-post]")) return;
    save();
    store(() => sessionStorage.setItem(PREFIX + key, box.form.elements.client_id?.value ?? ""));
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
