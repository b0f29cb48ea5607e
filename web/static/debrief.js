// Steps through the replay: only the stage is fetched and changed. Without this file every step is a link.

const slider = document.getElementById("slider");
const stage = () => document.getElementById("stage");
const link = (name) => document.getElementById(`step-${name}`)?.href;
const typing = () => [...document.querySelectorAll("#stage textarea, #stage input[type=text]")].some((field) => field.value !== field.defaultValue);

// ---------------------------------------------------------------- One step

let wanted = null; // the newest address asked for while another is on its way
let presses = []; // keys pressed meanwhile, each to step on from where the one before leads
let busy = false;

function step(name) {
  if (busy) presses.push(name);
  else go(link(name));
}

async function go(address) {
  if (typing()) return void document.getElementById("pin-text")?.focus(); // what is written there is sent or closed first
  wanted = address;
  if (busy) return;
  busy = true;
  try {
    while (wanted) {
      const asked = new URL(wanted, location.href);
      wanted = null;
      asked.searchParams.set("part", "stage");
      const answer = await fetch(asked);
      if (!answer.ok) return void location.reload();
      const html = await answer.text();
      if (!wanted) draw(html);
      if (!wanted && presses.length) wanted = link(presses.shift());
    }
  } catch {
    presses = [];
    stop(); // the line under the header says when the connection is lost
  } finally {
    busy = false;
  }
}

function draw(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const next = fresh.getElementById("stage");
  if (!next) return void location.reload();
  for (const id of ["eyes", "stage"]) {
    const part = fresh.getElementById(id);
    if (part) Idiomorph.morph(document.getElementById(id), part, { morphStyle: "outerHTML", restoreFocus: true });
  }
  history.replaceState({}, "", next.dataset.link);
  document.dispatchEvent(new Event("drawn"));
}

// What stands outside of the stage follows it: the handle, the turn, the words for readers of text.
function follow() {
  const now = stage()?.dataset;
  if (!now || !slider) return;
  const place = `${now.place}%`;
  slider.querySelector(".handle").setAttribute("x", place);
  slider.querySelector(".past").setAttribute("width", place);
  const handle = document.getElementById("handle");
  handle.setAttribute("aria-valuenow", now.stop);
  handle.setAttribute("aria-valuetext", now.words);
  for (const turn of slider.querySelectorAll(".slider-turns a[id]")) {
    if (turn.id === `turn-${now.turn}`) turn.setAttribute("aria-current", "true");
    else turn.removeAttribute("aria-current");
  }
  const play = document.getElementById("play");
  play.hidden = false;
  play.setAttribute("aria-pressed", String(Boolean(playing)));
  play.querySelector("span").textContent = playing ? play.dataset.on : play.dataset.off;
  const here = document.querySelector(".facts .here");
  here?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("drawn", follow);

// ---------------------------------------------------------------- Keys, clicks and drags

const STEPS = { ArrowLeft: "before", ArrowRight: "after", Home: "first", End: "last" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
  if (!slider) return void leaf(event);
  if (event.key === " ") {
    if (event.target.closest("a, button, summary")) return;
    event.preventDefault();
    return void toggle();
  }
  const name = STEPS[event.key];
  if (!name) return;
  event.preventDefault();
  if (event.repeat && busy) return; // a key held down steps as fast as the server answers
  stop();
  step(event.shiftKey && event.key.startsWith("Arrow") ? `turn-${name}` : name);
});

// From question to question.
function leaf(event) {
  const relation = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const found = relation && document.querySelector(`a[rel=${relation}]`);
  if (!found) return;
  event.preventDefault();
  found.click();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("#play")) return void toggle();
  const target = event.target.closest("a[data-step]");
  if (!target || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  stop();
  presses = [];
  if (!dragged) go(target.href);
});

let dragged = false; // a drag that ends on a link is no click

function pull(event) {
  const box = slider.getBoundingClientRect();
  const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
  const asked = new URL(stage().dataset.link, location.href);
  for (const name of ["stop", "moment", "open"]) asked.searchParams.delete(name);
  asked.searchParams.set("at", (100 * share).toFixed(2));
  go(asked.href);
}

slider?.addEventListener("pointerdown", (event) => {
  dragged = false;
  if (event.button || event.clientY - slider.getBoundingClientRect().top < 20) return; // the names of the turns are links
  dragged = true;
  stop();
  presses = [];
  slider.setPointerCapture(event.pointerId);
  document.getElementById("handle").focus({ preventScroll: true });
  event.preventDefault();
  pull(event);
});
slider?.addEventListener("pointermove", (event) => {
  if (slider.hasPointerCapture(event.pointerId)) pull(event);
});

// ---------------------------------------------------------------- Playing

const PACE = 1100; // milliseconds that a stop is read for
let playing = 0;

function toggle() {
  if (playing) stop();
  else {
    playing = setInterval(() => {
      if (link("after") === link("last") && location.href === link("last")) stop();
      else if (!busy && !document.hidden) go(link("after"));
    }, PACE);
    go(link("after"));
  }
  follow();
}

function stop() {
  if (!playing) return;
  clearInterval(playing);
  playing = 0;
  follow();
}

follow();
