// The seat page's small conveniences: the running total of orders, the time bar, what is new, where to go.
// The server checks everything again; without this file all of it still works.

import { send } from "./forms.js";
import { typedIn } from "./typed.js";

const wide = matchMedia("(min-width: 1100px)");
const byId = (id) => document.getElementById(id);

// ---------------------------------------------------------------- Orders as they are ticked

function picks() {
  return [...document.querySelectorAll("#form-orders [data-cost]")].filter((input) => input.checked);
}

function total() {
  const purse = byId("purse");
  if (!purse) return;
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
  const seal = byId("seal");
  if (seal) label(seal, chosen.length);
  const over = byId("purse-over");
  const faults = [
    spent > capital && purse.dataset.more.replace("#", String(spent)),
    paid > Number(purse.dataset.paid) && purse.dataset.many.replace("#", String(paid)),
    free > Number(purse.dataset.free) && purse.dataset.gifts.replace("#", String(free)),
  ].filter(Boolean);
  over.hidden = !faults.length;
  if (seal) seal.disabled = faults.length > 0;
  if (over.textContent !== faults.join(" ")) over.textContent = faults.join(" ");
}

// Whether everything in the form stands as the server has it.
function untouched(form) {
  return [...form.elements].every((field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked === field.defaultChecked;
    if (field.tagName !== "SELECT") return true;
    const kept = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex === Math.max(kept, 0);
  });
}

// What is sealed already is said quietly; the button asks for attention again when something else is ticked.
function label(seal, number) {
  const settled = Boolean(seal.dataset.sealed) && untouched(seal.form);
  const labels = JSON.parse(seal.dataset.labels);
  const text = settled ? seal.dataset.sealed : labels[Math.min(number, labels.length - 1)];
  if (seal.textContent !== text) seal.textContent = text;
  seal.classList.toggle("settled", settled);
  if (settled) seal.setAttribute("aria-label", `${text}. ${seal.dataset.again}`);
  else seal.removeAttribute("aria-label");
}

let said = null; // the server's words beside the button
function changed() {
  const words = byId("seal-words");
  if (!words) return;
  if (!untouched(byId("form-orders"))) {
    if (words.textContent !== words.dataset.changed) words.textContent = words.dataset.changed;
  } else if (said && words.textContent !== said.textContent) words.replaceChildren(...said.cloneNode(true).childNodes);
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

// What is chosen is kept by the server as the seat's draft, within a second and without a word.
let keeping = 0;
let unkept = false; // the line was dead when it was to be kept
function keepSoon() {
  clearTimeout(keeping);
  keeping = setTimeout(() => {
    const form = byId("form-orders");
    if (form && typedIn.has(form)) send(form, null, "draft");
  }, 250);
}
document.addEventListener("change", (event) => {
  if (event.target.form?.id === "form-orders" && event.target.form.elements.base) keepSoon();
});
document.addEventListener("submit", (event) => event.target.id === "form-orders" && clearTimeout(keeping));
document.addEventListener("unsent", (event) => { unkept = unkept || event.target.id === "form-orders"; });
document.addEventListener("drawn", () => {
  if (unkept) keepSoon();
  unkept = false;
});
// Somebody who goes away at once leaves what they chose.
addEventListener("pagehide", () => {
  const form = byId("form-orders");
  if (!form?.elements.base || !typedIn.has(form) || form.dataset.busy) return;
  const data = new URLSearchParams(new FormData(form));
  data.append("command", "draft");
  navigator.sendBeacon(form.action, data);
});

// The choice that stands first is checked already, so pressing it changes nothing: it means the order, too.
document.addEventListener("click", (event) => {
  if (event.target.type !== "radio" || event.target.form?.id !== "form-orders") return;
  const tick = event.target.closest(".order")?.querySelector(".tick");
  if (!tick || tick.checked) return;
  tick.checked = true;
  for (const kind of ["input", "change"]) tick.dispatchEvent(new Event(kind, { bubbles: true }));
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

// The injects of this turn, by the number of each in the story.
function newsNumbers() {
  return (byId("badge-news")?.dataset.numbers || "").split(" ").filter(Boolean).map(Number);
}

// What the situation brings that this browser has not shown yet: on its tab, and in a line over the other tabs.
function markNews(last) {
  const badge = byId("badge-news");
  if (!badge) return;
  const fresh = newsNumbers().filter((number) => number > last).length;
  badge.hidden = !fresh || document.body.classList.contains("tab-situation");
  byId("badge-news-count").textContent = String(fresh);
  for (const line of document.querySelectorAll("[data-news]")) line.hidden = Number(line.dataset.news) <= last;
}

// The threads in front of the reader: the one that is open, or all of them where all are shown.
function read() {
  const marks = seen();
  const all = document.querySelector("#talk.wide-only") && wide.matches && document.body.classList.contains("tab-messages");
  for (const thread of document.querySelectorAll(".thread")) {
    if (thread.dataset.opened !== undefined || all) marks[thread.dataset.thread] = Number(thread.dataset.newest);
  }
  if (document.body.classList.contains("tab-situation")) marks["*news"] = Math.max(0, ...newsNumbers());
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
  markNews(marks["*news"] || 0);
  let fresh = 0;
  for (const thread of document.querySelectorAll(".thread")) {
    const last = Math.min(marks[thread.dataset.thread] || 0, Number(thread.dataset.newest));
    const count = thread.dataset.incoming.split(" ").filter((number) => number && Number(number) > last).length;
    thread.classList.toggle("fresh", count > 0);
    const many = thread.querySelector(".thread-new");
    many.hidden = !count;
    many.textContent = String(count);
    fresh += count;
  }
  badge.hidden = !fresh;
  byId("badge-count").textContent = String(fresh);
  document.dispatchEvent(new Event("read"));
}

let readSoon = 0;
let drawnAt = performance.now();
document.addEventListener("drawn", () => { drawnAt = performance.now(); });
function noticed() {
  if (performance.now() - drawnAt > 1200) read(); // what stood there until now was read, also by whoever leaves it
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

// What was sent is said at the top; a refusal stands clear of the bar at the bottom.
let answered = false;
document.addEventListener("submit", (event) => {
  answered = true;
  if (event.target.elements.then?.value.endsWith("&sent=")) goal = { top: true };
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

function showRefusal() {
  const refusal = answered && document.querySelector(".refused[role=alert]");
  answered = false;
  if (refusal) setTimeout(() => refusal.scrollIntoView({ block: "center" }));
}

// On a phone the kinds of what can be written are a strip that scrolls: the one that is open is in sight.
function showKind() {
  const kinds = document.querySelector(".kinds");
  const open = kinds?.querySelector("[aria-current]");
  if (open) kinds.scrollLeft = open.offsetLeft - kinds.offsetLeft - (kinds.clientWidth - open.offsetWidth) / 2;
}

function redraw() {
  showKind();
  said = byId("seal-words")?.cloneNode(true) || null;
  total();
  changed();
  paintTime();
  markNew();
  arrive();
  showRefusal();
}

document.addEventListener("drawn", redraw);
redraw();
noticed();
