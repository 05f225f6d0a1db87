// Small help with forms: focus on the error summary, show a password, say that sending has begun.

export function focusErrors(root) {
  root.querySelector(".errors")?.focus();
}

export function togglePasswords(root) {
  for (const tick of root.querySelectorAll("[data-toggle-password]")) {
    const field = document.getElementById(tick.dataset.togglePassword);
    const show = () => field && (field.type = tick.checked ? "text" : "password");
    tick.addEventListener("change", show);
    field?.form?.addEventListener("submit", () => (field.type = "password"));
    tick.checked = false;
  }
}

const labels = new WeakMap();

export function markBusy(root) {
  for (const form of root.querySelectorAll("form[data-busy]")) {
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (!button || event.defaultPrevented) return;
      if (button.getAttribute("aria-busy") === "true") return event.preventDefault();
      labels.set(button, [...button.childNodes]);
      button.setAttribute("aria-busy", "true");
      button.textContent = form.dataset.busy;
      window.addEventListener("pageshow", () => rest(button), { once: true });
    });
    form.addEventListener("htmx:afterRequest", () => form.querySelectorAll("[aria-busy=true]").forEach(rest));
  }
}

function rest(button) {
  if (labels.has(button)) button.replaceChildren(...labels.get(button));
  button.removeAttribute("aria-busy");
}
