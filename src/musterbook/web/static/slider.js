// The day of knowing as a slider under the chart; every part of the page moves with it, and the address tells it.
const DAY = 86400000;
const iso = (time) => new Date(time).toISOString().slice(0, 10);

export function slide(root, enliven) {
  const form = root.querySelector("form.known");
  if (!form || form.querySelector("input[type=range]")) return;
  const field = form.elements.known_on;
  const first = Date.parse(form.dataset.first);
  const last = Date.parse(form.dataset.last);
  if (!(last > first)) return;
  const range = document.createElement("input");
  range.type = "range";
  range.min = 0;
  range.max = Math.round((last - first) / DAY);
  range.value = Math.round((Date.parse(form.dataset.known) - first) / DAY);
  range.setAttribute("aria-label", "As known on");
  range.setAttribute("aria-valuetext", field.value);
  const track = document.createElement("div");
  track.className = "slide";
  track.append(range);
  form.prepend(track);
  form.querySelector("button").hidden = true;
  const go = (day) => show(day === iso(last) ? null : day, enliven);
  range.addEventListener("input", () => {
    field.value = iso(first + range.value * DAY);
    range.setAttribute("aria-valuetext", field.value);
    later(() => go(field.value));
  });
  field.addEventListener("change", () => field.value && go(field.value));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value) go(field.value);
  });
}

let waiting = 0;
function later(act) {
  clearTimeout(waiting);
  waiting = setTimeout(act, 140);
}

let asked = 0;
async function show(day, enliven) {
  const address = new URL(location.href);
  if (day) address.searchParams.set("known_on", day);
  else address.searchParams.delete("known_on");
  address.hash = "";
  const mine = ++asked;
  document.querySelector("[data-part]").classList.add("loading");
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (mine !== asked) return;
  if (!answer.ok) return location.assign(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const held = document.activeElement?.matches("input[type=range]");
  const fresh = page.querySelector("[data-part]");
  if (!fresh) return location.assign(address);
  document.querySelector("[data-part]").replaceWith(fresh);
  history.replaceState(null, "", address);
  enliven(fresh);
  if (held) fresh.querySelector("input[type=range]")?.focus({ preventScroll: true });
}
