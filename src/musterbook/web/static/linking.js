// What stands in a claim's slot and the words it stands on light up together, from either side.
export function linkMarks(root) {
  const marks = [...root.querySelectorAll("mark[data-marks]")];
  const light = (on, chosen) => {
    for (const one of root.querySelectorAll(".lit")) one.classList.remove("lit");
    if (!on) return;
    for (const one of chosen) one.classList.add("lit");
  };
  const wordsOf = (name) => marks.filter((mark) => mark.dataset.marks.split(" ").includes(name));
  for (const slot of root.querySelectorAll("[data-mark]")) {
    const own = () => [slot, ...wordsOf(slot.dataset.mark)];
    for (const event of ["mouseenter", "focus"]) slot.addEventListener(event, () => light(true, own()));
    for (const event of ["mouseleave", "blur"]) slot.addEventListener(event, () => light(false));
    slot.addEventListener("click", () => wordsOf(slot.dataset.mark)[0]?.scrollIntoView({ block: "nearest" }));
  }
  for (const item of root.querySelectorAll("[data-claim]:not(a)")) {
    const own = () => [item, ...marks.filter((mark) => mark.dataset.claims.split(" ").includes(item.dataset.claim))];
    for (const event of ["mouseenter", "focus"]) item.addEventListener(event, () => light(true, own()));
    for (const event of ["mouseleave", "blur"]) item.addEventListener(event, () => light(false));
  }
  for (const mark of marks) {
    mark.addEventListener("mouseenter", () => {
      const names = mark.dataset.marks.split(" ").filter((name) => !name.endsWith("-mention"));
      const claims = mark.dataset.claims.split(" ");
      const slots = names.flatMap((name) => [...root.querySelectorAll(`[data-mark="${CSS.escape(name)}"]`)]);
      const items = claims.flatMap((id) => [...root.querySelectorAll(`li[data-claim="${CSS.escape(id)}"]`)]);
      light(true, [mark, ...slots, ...items]);
    });
    mark.addEventListener("mouseleave", () => light(false));
  }
}
