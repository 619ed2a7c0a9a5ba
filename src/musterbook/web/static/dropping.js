// Files dropped anywhere on the page of adding.
export function drop(root) {
  const form = root.querySelector("form[data-drop]");
  if (!form) return;
  document.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("dropping"); });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("dropping"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("dropping");
    if (event.dataTransfer.files.length) form.elements.files.files = event.dataTransfer.files;
  });
}
