// What makes a page live: the signal that something is new, links and keys within the page, the clock.
// Without this file every form and every link still works.

import { bring, inSight, stands } from "./focus.js";
import { tryOut } from "./forms.js";
import { connection, giveUp, here, isMoving, load } from "./page.js";
import { restore, takeUp, typedIn } from "./typed.js";

restore();
takeUp();

// ---------------------------------------------------------------- Links and choices

// Links within the page change the page without leaving it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-soft]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const then = link.dataset.then;
  load(link.href, {}, { push: true })
    .then(() => then && (document.querySelector(`${then} [data-focus]`) || document.querySelector(then))?.focus())
    .catch((fault) => fault.name === "AbortError" || location.assign(link.href));
});

window.addEventListener("popstate", () => load(location.href).catch((fault) => fault.name === "AbortError" || location.reload()));

// A choice that only changes what is shown takes effect at once: <form data-auto>.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.dataset.auto === undefined || event.target.type === "search") return;
  load(asked(form), {}, { push: true }).catch(() => {});
});

let searching = 0;
function searchSoon(form) {
  clearTimeout(searching);
  searching = setTimeout(() => {
    history.replaceState({}, "", asked(form));
    load(location.href).catch(() => {});
  }, 200);
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.auto !== undefined && event.target.type === "search") searchSoon(form);
});

// Words that were typed before this file was there are looked for, too.
for (const field of document.querySelectorAll("input[type=search]")) {
  if (field.form?.dataset.auto !== undefined && field.value !== field.defaultValue) searchSoon(field.form);
}

function asked(form) {
  const address = new URL(form.action || location.href, location.href);
  address.search = new URLSearchParams(new FormData(form)).toString();
  return address.href;
}

// Keys: elements with data-key, while nothing is being typed or asked; switched off with "?" in storage.
document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return; // what is asked there is answered first
  const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  if (event.key === "Escape") {
    const close = [...document.querySelectorAll("[data-escape]")].find((node) => node.offsetParent);
    if (close) { close.click(); event.preventDefault(); }
    return;
  }
  const name = event.ctrlKey && event.key === "Enter" ? "Control+Enter" : event.key.toUpperCase();
  const single = name !== "Control+Enter";
  if (!single && typing) { // whoever writes means the form, never the next step of the exercise
    const button = typing.form?.querySelector("button:not([type=button])");
    event.preventDefault();
    if (button && !button.disabled) typing.form.requestSubmit(button);
    return;
  }
  if (single && (typing || event.ctrlKey || event.metaKey || event.altKey)) return;
  if (single && localStorage.getItem("keys") === "off") return;
  const found = [...document.querySelectorAll("[data-key]")].find((node) => node.dataset.key.toUpperCase() === name.toUpperCase() && stands(node));
  if (!found) return;
  event.preventDefault();
  const seen = found.dataset.seen === undefined || inSight(found); // what goes out at once is looked at first
  if (!seen || document.activeElement === document.body) found.focus();
  if (seen) found.click();
  else bring(found);
});

// ---------------------------------------------------------------- The clock

function spell(seconds) {
  const sign = seconds < 0 ? "+" : "";
  const whole = Math.abs(seconds);
  return `${sign}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function tick() {
  for (const figures of document.querySelectorAll("[data-ends]")) {
    const left = Math.round(Number(figures.dataset.ends) - Date.now() / 1000 + skew);
    const text = spell(left);
    if (figures.textContent !== text) figures.textContent = text;
    figures.parentElement.classList.toggle("over", left < 0);
  }
}

function clockTime(at) {
  return new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

function localTimes() {
  for (const time of document.querySelectorAll("time[data-at]")) time.textContent = clockTime(time.dataset.at);
}

let skew = 0; // the server's clock is the clock
const begun = document.querySelector("#clock[data-ends]");
if (begun) {
  const [minutes, seconds] = begun.textContent.replace("+", "").split(":").map(Number);
  const shown = (begun.textContent.includes("+") ? -1 : 1) * (minutes * 60 + seconds);
  skew = Math.round(shown - (Number(begun.dataset.ends) - Date.now() / 1000));
  if (Number.isNaN(skew) || Math.abs(skew) < 2) skew = 0;
}
setInterval(tick, 500);
for (const draw of [tick, localTimes]) {
  document.addEventListener("drawn", draw);
  draw();
}

// The clock running out changes its words, and who is late, though nothing was done.
let ran = null;
setInterval(() => {
  const clock = document.getElementById("clock");
  const over = clock?.dataset.ends ? clock.parentElement.classList.contains("over") : null;
  if (ran === false && over) setTimeout(() => document.dispatchEvent(new Event("renew")), 1500); // the server rounds, too
  ran = over;
}, 1000);

// ---------------------------------------------------------------- The signal

const DEAF = 40000; // milliseconds without a word of the worker, which has something to say every ten seconds
let lost = 0; // since when the line is dead
let latest = {};
let renewing = false;
let toldAt = Date.now();
let port = null;

// A page that shows what only time changes asks to be drawn anew.
document.addEventListener("renew", () => renew(""));

async function renew(word) {
  if (renewing || isMoving() || lost || word === here().token) return;
  renewing = true;
  try {
    const draft = [...document.querySelectorAll("form[data-try]")].find((form) => typedIn.has(form) && form.offsetParent);
    await (draft ? tryOut(draft, null, true) : load(location.href, {}, { quiet: true }));
  } catch {
    // it is asked for again within a second, or the worker says that the line is dead
  } finally {
    renewing = false;
  }
}

function receive({ words, lost: since }) {
  toldAt = Date.now();
  if (since && !lost) giveUp();
  if (since) lost = since;
  if (words) {
    lost = 0;
    latest = words;
    catchUp();
  }
  showConnection();
}

function catchUp() {
  const word = latest[here().channel];
  if (word) renew(word);
}

setInterval(() => {
  catchUp();
  showConnection();
  if (port && Date.now() - toldAt > DEAF) listen(true);
}, 1000);

// The bar under the header: that the line is dead, and since when.
function showConnection() {
  const seconds = lost ? Math.round((Date.now() - lost) / 1000) : 0;
  connection.hidden = seconds < 2;
  if (connection.hidden) return;
  const words = connection.dataset.lost.replace("#", String(seconds)).replace("@", clockTime(lost));
  if (connection.textContent !== words) connection.textContent = words;
}

async function listen(alone = false) {
  if (!here().channel) return;
  toldAt = Date.now();
  if (window.SharedWorker && !alone) {
    port = new SharedWorker(here().worker, { type: "module", name: "whitecell" }).port;
  } else { // no worker in this browser, or it has fallen silent: this page listens for itself
    const { connect } = await import(here().worker);
    const pair = new MessageChannel();
    connect(pair.port1);
    port = pair.port2;
  }
  const mine = port;
  mine.start();
  mine.addEventListener("message", (event) => mine === port && receive(event.data));
  mine.postMessage({ channel: here().channel });
}

const tell = (message) => port?.postMessage(message);
window.addEventListener("pagehide", () => tell({ bye: true }));
window.addEventListener("pageshow", (event) => { if (event.persisted) tell({ channel: here().channel }); });
window.addEventListener("online", () => tell({ again: true }));
document.addEventListener("visibilitychange", () => { if (!document.hidden) tell({ again: true }); });

listen();

// A page of no run renews itself now and then: <body data-renew="5">, while nobody is at work in it.
if (here().renew) {
  setInterval(() => {
    const busy = document.activeElement?.closest("form, details, nav") || document.hidden;
    if (!busy && !isMoving()) load(location.href).catch(() => {});
  }, Number(here().renew) * 1000);
}

// Sheets of paper: <button data-print hidden>, shown only where a script can print.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
