// The words of a mark on a chart, beside it at once, for the pointer and for the keyboard.
export function showTips(root) {
  for (const mark of root.querySelectorAll("svg a.mark")) {
    const title = mark.querySelector("title");
    if (!title) continue;
    const words = title.textContent;
    mark.setAttribute("aria-label", words);
    for (const event of ["mouseenter", "focus"]) mark.addEventListener(event, () => show(mark, words, title));
    for (const event of ["mouseleave", "blur"]) mark.addEventListener(event, () => hide(title, words));
  }
}

let tip = null;

function show(mark, words, title) {
  title.textContent = "";
  tip?.remove();
  tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  tip.textContent = words;
  document.body.append(tip);
  const at = mark.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left + at.width / 2 - tip.offsetWidth / 2), innerWidth - tip.offsetWidth - 8);
  const above = at.top - tip.offsetHeight - 8;
  tip.style.left = `${left + scrollX}px`;
  tip.style.top = `${(above < 4 ? at.bottom + 8 : above) + scrollY}px`;
}

function hide(title, words) {
  title.textContent = words;
  tip?.remove();
  tip = null;
}
