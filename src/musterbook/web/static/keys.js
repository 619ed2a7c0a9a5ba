// Single keys for what a page offers: whatever carries data-key, and ? for the list of them.
const writes = (one) => one.matches("input:not([type=range],[type=checkbox]), textarea, select, [contenteditable]");

export function listen() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target instanceof Element && writes(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const help = document.getElementById("keys");
    if (event.key === "?" && help) {
      event.preventDefault();
      return help.open ? help.close() : help.showModal();
    }
    if (help?.open) return;
    const one = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!one) return;
    event.preventDefault();
    if (writes(one)) one.focus();
    else one.click();
  });
  document.querySelector("[data-help]")?.addEventListener("click", () => document.getElementById("keys").showModal());
}
