// A list of comments that stays calm: news wait behind a pill, nothing moves under the reader's eyes or hands.
import { announce, counted, figure, forget, say, words } from "./words.js";
const NEW_FOR = 10000, DIM_FOR = 3000;

export class Thread {
  waiting = new Map(); // id -> frame

  constructor(list) {
    this.list = list;
    this.section = list.closest("[data-live-topics]");
    this.pill = this.section.querySelector("[data-new-pill]");
    this.pill.addEventListener("click", () => this.show()?.focus());
    this.order = new URLSearchParams(location.search).get("order");
    this.total = number(this.section);
  }

  take(frame) {
    const what = frame.kind.split(".")[1];
    const article = this.article(frame.id);
    if (what === "removed") this.remove(frame, article);
    else if (article) what === "changed" && this.offer(frame, article);
    else if (what === "added" || this.waiting.has(frame.id)) this.wait(frame);
  }

  article(id) {
    return this.list.querySelector(`[id="comment-${id}"]`);
  }

  item(id) {
    return this.list.querySelector(`[data-live-item="${id}"]`);
  }

  wait(frame) {
    if (frame.branch && !this.item(frame.branch) && !this.waiting.has(frame.branch)) return this.count(1);
    if (!this.waiting.has(frame.id) && !this.paused) announce(frame.html.includes("is-official") ? "official" : "comment", frame.id);
    this.waiting.set(frame.id, frame);
    if (this.list.children.length || this.fresh || this.paused) this.paint();
    else this.show();
  }

  paint() {
    const n = this.waiting.size;
    this.pill.hidden = this.paused || !(n || this.fresh);
    this.pill.querySelector("[data-new-words]").textContent = this.fresh ? words("changed") : counted("pill", n);
  }

  // Put what waits into the list; returns the first of it.
  show() {
    if (this.fresh) this.swap();
    const frames = [...this.waiting.values()];
    this.waiting.clear();
    const placed = steady(() => frames.map((frame) => this.place(frame)).filter(Boolean));
    this.count(placed.length);
    this.paint();
    return placed[0] ?? this.list.querySelector("article");
  }

  place({ id, html, branch }) {
    if (this.article(id)) return null;
    const item = document.createElement("li");
    item.dataset.liveItem = id;
    item.append(parsed(html));
    const article = item.querySelector("article");
    article.classList.add("is-new");
    setTimeout(() => article.classList.remove("is-new"), NEW_FOR);
    if (branch) this.replies(branch)?.append(item);
    else this.insert(item);
    return article;
  }

  // New ones stand on top in the order in which they came, unless the list has an order of time.
  insert(item) {
    const old = [...this.list.children].find((each) => !each.querySelector(":scope > .is-new"));
    if (this.order === "newest") this.list.prepend(item);
    else if (this.order === "oldest") this.list.append(item);
    else this.list.insertBefore(item, old ?? null);
    this.section.querySelector("[data-live-empty]")?.remove();
  }

  replies(branch) {
    const top = this.item(branch)?.querySelector("article");
    if (top && !top.nextElementSibling?.matches("ol")) top.insertAdjacentHTML("afterend", '<ol class="replies"></ol>');
    return top?.nextElementSibling;
  }

  // One's own comment, as the answer to the post brings it.
  own(html) {
    const item = parsed(html).querySelector("[data-live-item]");
    const id = Number(item.dataset.liveItem);
    this.waiting.delete(id);
    forget(id);
    if (steady(() => this.place({ id, html: item.innerHTML }))) this.count(1);
    this.paint();
    this.article(id).focus();
    say(words("posted"));
  }

  offer({ html }, article) {
    article.querySelector("[data-live-edited]")?.remove();
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn", textContent: words("edited") });
    button.dataset.liveEdited = "";
    button.onclick = () => {
      const newer = parsed(html).firstElementChild;
      article.replaceWith(newer);
      newer.focus();
    };
    steady(() => article.append(button));
  }

  remove({ id, html }, article) {
    forget(id);
    if (this.waiting.delete(id)) return this.paint();
    if (!article || article.querySelector(".tombstone")) return;
    article.classList.add("is-dim");
    this.count(-1);
    if (html) setTimeout(() => inUse(article) || steady(() => article.replaceWith(parsed(html))), DIM_FOR);
  }

  count(more) {
    this.total += more;
    const place = this.section.querySelector("[data-live-count]");
    if (place) place.textContent = figure(this.total);
  }

  // The gap was too long: take the list of a fresh page, when asked if the reader is in the old one.
  async refetch() {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    this.fresh = page.querySelector(`[data-live-list="${this.list.dataset.liveList}"]`);
    this.waiting.clear();
    this.total = number(page);
    this.count(0);
    if (!inUse(this.list)) this.swap();
    this.paint();
    return Number(page.querySelector("[data-live-since]").dataset.liveSince);
  }

  swap() {
    steady(() => this.list.replaceChildren(...this.fresh.children));
    this.fresh = null;
    if (this.list.children.length) this.section.querySelector("[data-live-empty]")?.remove();
  }
}

const number = (root) => Number(root.querySelector("[data-live-count]")?.textContent.replace(/\D/g, "") ?? 0);

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

// Does the reader have the keyboard or a selection in it?
function inUse(element) {
  const selection = getSelection();
  return element.contains(document.activeElement) || (!selection.isCollapsed && selection.containsNode(element, true));
}

// Change something without moving what stands at the top of the screen.
function steady(change) {
  const kept = document.elementFromPoint(innerWidth / 3, 60)?.closest("article, form, p, h1, h2");
  const before = kept?.getBoundingClientRect().top;
  const result = change();
  if (kept?.isConnected) scrollBy(0, kept.getBoundingClientRect().top - before);
  return result;
}
