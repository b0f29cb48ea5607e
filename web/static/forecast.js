// What may come from here stands beside the work while its place is open: it is asked for after each step, and anew
// with the form that is open, so that its doing is seen before it is done. Without this file a page of its own shows it.

const OFTEN = 500; // milliseconds between two looks at whether it is there
const SETTLED = 700; // milliseconds without a key before what is typed is looked at

let asking = null;
let assume = sessionStorage.getItem("assume") || "";
let shown = "";
let timer = 0;
let last = ""; // the form that was worked in last, or whose odds were asked for

const place = () => document.getElementById("forecast-here");

// Of several forms the one that was worked in last; else the first that is open. One of a single button only if asked.
function open_form() {
  const forms = [...document.querySelectorAll("#work form[data-ahead]")].filter(ready);
  return forms.find((form) => form.id === last) ?? forms.find((form) => form.dataset.ahead !== "asked");
}

// Nothing can be told of dice while some are missing.
function ready(form) {
  return !form.closest("details:not([open])") && ![...form.querySelectorAll("input[type=number]")].some((field) => !field.value);
}

async function ask() {
  const slot = place();
  clearTimeout(timer);
  if (!slot) return;
  if (asking) asking.abort();
  const request = new AbortController();
  asking = request;
  const form = open_form();
  const body = form ? new FormData(form) : new FormData();
  body.set("assume", assume);
  body.set("secret", slot.dataset.secret);
  slot.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(slot.dataset.forecast, {
      method: "POST",
      body: new URLSearchParams(body),
      headers: { "X-Part": "forecast" },
      signal: request.signal,
    });
    if (answer.status === 202) {
      if (!slot.firstElementChild) slot.innerHTML = await answer.text();
      timer = setTimeout(ask, OFTEN);
      return;
    }
    slot.innerHTML = answer.ok ? await answer.text() : "";
    if (!answer.ok) slot.textContent = slot.dataset.broken;
    slot.removeAttribute("aria-busy");
  } catch {
    if (asking === request) timer = setTimeout(ask, 4 * OFTEN);
  }
}

// Only what the work now says is asked for: news of other things leaves the forecast as it is.
function look() {
  const slot = place();
  if (!slot) return void (shown = "");
  const form = open_form();
  const now = [slot.dataset.version, assume, form ? new URLSearchParams(new FormData(form)) : ""].join("|");
  if (now === shown && slot.firstElementChild) return;
  shown = now;
  ask();
}

document.addEventListener("drawn", look);
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-ahead]");
  if (!form) return;
  last = form.id;
  clearTimeout(timer);
  timer = setTimeout(look, SETTLED);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-look]");
  const side = document.getElementById("side-forecast");
  if (!button || !side) return; // then a page of its own shows it
  event.preventDefault();
  event.stopPropagation();
  last = button.form.id;
  if (place()) look();
  else side.click(); // it is looked at once its place is drawn
}, true);
document.addEventListener("click", (event) => {
  const link = event.target.closest("#forecast-here a[data-assume]");
  if (!link) return;
  event.preventDefault();
  assume = link.dataset.assume;
  sessionStorage.setItem("assume", assume);
  look();
});
look();
