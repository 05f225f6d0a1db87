// Characters left, shown on every keystroke and spoken only at 100 and 20 left.
const SPOKEN_AT = [100, 20];

export function countCharacters(root) {
  for (const control of root.querySelectorAll("[data-counter]")) watch(control);
}

function watch(control) {
  const counter = document.getElementById(control.dataset.counter);
  if (!counter || control.dataset.counted) return;
  control.dataset.counted = "yes";
  const voice = document.createElement("span");
  voice.className = "hidden-text";
  voice.setAttribute("role", "status");
  counter.after(voice);
  let before = Infinity;
  const show = (speak) => {
    const left = Number(control.dataset.limit) - control.value.length;
    const words = left < 0 ? counter.dataset.wordsOver : counter.dataset.wordsLeft;
    const text = words.replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
    counter.textContent = text;
    counter.classList.toggle("bad", left < 0);
    if (speak && (SPOKEN_AT.some((at) => before > at && left <= at) || (before >= 0 && left < 0))) voice.textContent = text;
    before = left;
  };
  control.addEventListener("input", () => show(true));
  show(false);
}
