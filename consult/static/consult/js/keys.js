// Single keys of staff pages. They work outside fields only and can be turned off (WCAG 2.1.4), for each kind of page.
export const inField = (target) =>
  target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName) && !["radio", "checkbox"].includes(target.type);

// Minds the page's switch; answers a function that says whether the keys are off.
export function singleKeys(kind) {
  const stored = `${kind}.single-keys`;
  const off = () => localStorage.getItem(stored) === "off";
  const button = document.querySelector("[data-keys-switch]");
  const say = () => { button.textContent = off() ? button.dataset.on : button.dataset.off; };
  if (!button) return off;
  button.addEventListener("click", () => {
    localStorage.setItem(stored, off() ? "on" : "off");
    say();
  });
  say();
  return off;
}
