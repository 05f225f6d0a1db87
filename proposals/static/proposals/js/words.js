// What the page says about itself, in the words the server translated: a quiet voice and the connection bar.
const SPEAK_EVERY = 5000, SILENT = 3000, LONG = 60000, BACK_FOR = 10000;
const language = document.documentElement.lang;
const plural = new Intl.PluralRules(language);

export const figure = (n) => n.toLocaleString(language);

export const words = (name) => document.querySelector("[data-live-words]")?.dataset[name] ?? "";

// "One" and "Other" are given; languages with more forms use "Other".
export const counted = (name, n) => words(name + (plural.select(n) === "one" ? "One" : "Other")).replace("{n}", figure(n));

const news = { comment: new Set(), official: new Set() }; // ids
let timer = 0, spokenAt = -SPEAK_EVERY;
const rest = () => spokenAt + SPEAK_EVERY - performance.now();

export function say(text) {
  const voice = document.querySelector("[data-live-voice]");
  spokenAt = performance.now();
  if (voice) voice.textContent = text;
}

// At most every five seconds: how much is new, never what it says. After a cut the bar says it.
export function announce(what, id) {
  if (bar.away && bar.shown) return;
  news[what].add(id);
  timer ||= setTimeout(speak, Math.max(1000, rest()));
}

export const forget = (id) => Object.values(news).forEach((ids) => ids.delete(id));

function speak() {
  timer = rest() > 0 ? setTimeout(speak, rest()) : 0; // something else was said meanwhile
  if (timer) return;
  const kinds = Object.keys(news).filter((each) => news[each].size);
  if (kinds.length) say(kinds.map((each) => counted(each, news[each].size)).join(", "));
  for (const each of kinds) news[each].clear();
}

// Silent for short cuts; then it says that it reconnects, and afterwards how much came in.
export const bar = {
  came: 0,
  timers: [],

  lost() {
    if (this.away) return;
    this.away = true;
    this.came = 0;
    this.after([SILENT, () => this.show("lost")], [LONG, () => this.show("long")]);
  },

  back() {
    if (!this.away) return;
    const told = this.shown;
    this.away = false;
    this.after([BACK_FOR, () => this.show()]);
    this.show(told && "back");
  },

  after(...planned) {
    this.timers.forEach(clearTimeout);
    this.timers = planned.map(([pause, act]) => setTimeout(act, pause));
  },

  show(state) {
    this.shown = state;
    const place = document.getElementById("connection");
    const template = document.querySelector(`template[data-live-bar="${state}"]`);
    place.replaceChildren(template?.content.cloneNode(true) ?? "");
    place.classList.toggle("is-back", state === "back");
    if (state === "back") place.querySelector("[data-live-came]").textContent = this.came ? counted("back", this.came) : "";
  },
};
