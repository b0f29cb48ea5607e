// The seat page's small conveniences: the running total of orders, the time bar, what is new, where to go.
// The server checks everything again; without this file all of it still works.

const wide = matchMedia("(min-width: 1100px)");
const byId = (id) => document.getElementById(id);

// ---------------------------------------------------------------- Orders as they are ticked

function picks() {
  return [...document.querySelectorAll("#form-orders [data-cost]")].filter((input) => input.checked);
}

function total() {
  const purse = byId("purse");
  const seal = byId("seal");
  if (!purse || !seal) return;
  const chosen = picks();
  const spent = chosen.reduce((sum, input) => sum + Number(input.dataset.cost), 0);
  const counted = chosen.filter((input) => input.dataset.offered === undefined);
  const paid = counted.filter((input) => Number(input.dataset.cost) > 0).length;
  const free = counted.length - paid;
  const capital = Number(purse.dataset.capital);
  byId("purse-words").textContent = purse.dataset.words.replace("#", String(spent));
  purse.querySelectorAll("circle").forEach((disc, place) => {
    if (place < capital) disc.setAttribute("class", place < spent ? "fill-mark stroke-ink" : "fill-ink stroke-ink");
  });
  const labels = JSON.parse(seal.dataset.labels);
  seal.textContent = labels[Math.min(chosen.length, labels.length - 1)];
  const over = byId("purse-over");
  const faults = [
    spent > capital && purse.dataset.more.replace("#", String(spent)),
    paid > Number(purse.dataset.paid) && purse.dataset.many.replace("#", String(paid)),
    free > Number(purse.dataset.free) && purse.dataset.gifts.replace("#", String(free)),
  ].filter(Boolean);
  over.hidden = !faults.length;
  if (over.textContent !== faults.join(" ")) over.textContent = faults.join(" ");
}

function changed() {
  const words = byId("seal-words");
  if (words && words.textContent !== words.dataset.changed) words.textContent = words.dataset.changed;
}

document.addEventListener("change", (event) => {
  if (event.target.form?.id !== "form-orders") return;
  // A choice of target or of secrecy means that the order itself is meant.
  const row = event.target.closest(".order");
  const tick = row?.querySelector(".tick");
  if (tick && event.target.type === "radio" && !tick.checked) tick.checked = true;
  total();
  changed();
});

// ---------------------------------------------------------------- Time

function paintTime() {
  const bar = document.querySelector(".time-bar");
  const left = byId("time-left");
  const figures = byId("clock");
  if (!bar || !left || !figures) return;
  const [minutes, seconds] = figures.textContent.split(":").map(Number);
  const share = figures.textContent.startsWith("+") ? 0 : (60 * minutes + seconds) / Number(bar.dataset.total);
  left.setAttribute("width", `${Math.round(1000 * Math.min(Math.max(share || 0, 0), 1)) / 10}%`);
}
setInterval(paintTime, 1000);

// ---------------------------------------------------------------- What is new

const tabs = () => document.querySelector("nav.tabs");
const store = () => `seen ${tabs()?.dataset.badge}`;

function seen() {
  try {
    return JSON.parse(localStorage.getItem(store()) || "{}");
  } catch {
    return {};
  }
}

// The threads in front of the reader: the one that is open, or all of them where all are shown.
function read() {
  const marks = seen();
  const all = document.querySelector("#talk.wide-only") && wide.matches && document.body.classList.contains("tab-messages");
  for (const thread of document.querySelectorAll(".thread")) {
    if (thread.dataset.opened !== undefined || all) marks[thread.dataset.thread] = Number(thread.dataset.newest);
  }
  try {
    localStorage.setItem(store(), JSON.stringify(marks));
  } catch {
    // a browser that keeps nothing shows what the server says is new
  }
}

function markNew() {
  const badge = byId("badge");
  if (!badge) return;
  const marks = seen();
  let fresh = 0;
  for (const thread of document.querySelectorAll(".thread")) {
    const last = Math.min(marks[thread.dataset.thread] || 0, Number(thread.dataset.newest));
    const count = thread.dataset.incoming.split(" ").filter((number) => number && Number(number) > last).length;
    thread.classList.toggle("fresh", count > 0);
    fresh += count;
  }
  badge.hidden = !fresh;
  byId("badge-count").textContent = String(fresh);
}

let readSoon = 0;
function noticed() {
  clearTimeout(readSoon);
  readSoon = setTimeout(() => { read(); markNew(); }, 1200);
}
for (const kind of ["pointerdown", "keydown", "wheel"]) document.addEventListener(kind, noticed, { passive: true });

// ---------------------------------------------------------------- Where a link leads

let goal = null;
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-soft]");
  if (link) goal = { top: link.dataset.top !== undefined, focus: link.dataset.focus };
});

function arrive() {
  if (!goal) return;
  const { top, focus } = goal;
  goal = null;
  const field = focus && document.querySelector(focus);
  if (field) {
    field.focus({ preventScroll: true });
    (byId("write") || field).scrollIntoView({ block: "start" });
  } else if (top) {
    scrollTo(0, 0);
    byId("middle")?.scrollTo(0, 0);
  }
  noticed();
}

function redraw() {
  total();
  paintTime();
  markNew();
  arrive();
}

document.addEventListener("drawn", redraw);
redraw();
noticed();
