// Words for a slot: selected in the article, or typed, with the place they stand at.
export function select(root) {
  const form = root.querySelector("form.correct");
  const article = root.querySelector("[data-article]");
  if (!form || !article) return;
  let field = null;
  for (const input of form.querySelectorAll("[data-words]")) {
    input.addEventListener("focus", () => { field = input; seek(article, input.value); });
    input.addEventListener("input", () => { place(form, input, ""); seek(article, input.value); });
  }
  article.addEventListener("mouseup", () => take(form, article, field));
  document.addEventListener("keyup", (event) => { if (event.shiftKey || event.key === "Shift") take(form, article, field); });
  (form.querySelector("select") ?? form.elements[0])?.focus({ preventScroll: true });
}

function take(form, article, field) {
  const chosen = getSelection();
  if (!field || !chosen.rangeCount || chosen.isCollapsed) return;
  const range = chosen.getRangeAt(0);
  const part = (range.startContainer.parentElement ?? range.startContainer).closest("[data-offset]");
  if (!part || !article.contains(part) || !part.contains(range.endContainer)) return;
  const before = document.createRange();
  before.selectNodeContents(part);
  before.setEnd(range.startContainer, range.startOffset);
  let words = range.toString();
  let start = Number(part.dataset.offset) + [...before.toString()].length;
  const blanks = words.length - words.trimStart().length;
  start += blanks;
  words = words.trim();
  if (!words) return;
  field.value = words;
  place(form, field, start);
}

function place(form, field, start) {
  form.elements[`${field.dataset.words}_start`].value = start;
}

function seek(article, words) {
  if (!CSS.highlights) return;
  CSS.highlights.delete("typed");
  if (words.length < 2) return;
  const ranges = [];
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = node.data.indexOf(words); at >= 0; at = node.data.indexOf(words, at + 1)) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + words.length);
      ranges.push(range);
    }
  }
  CSS.highlights.set("typed", new Highlight(...ranges));
}
