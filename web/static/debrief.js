// Steps through the replay: only the stage is fetched and changed. Without this file every step is a link.

const slider = document.getElementById("slider");
const stage = () => document.getElementById("stage");
const typing = () => [...document.querySelectorAll("#stage textarea, #stage input[type=text]")].some((field) => field.value !== field.defaultValue);

// ---------------------------------------------------------------- One step

// The newest press wins: what it overtakes is dropped, and nothing waits for what nobody will see. Several presses
// add up, though only where they lead is asked for. Requests go out no faster than they are answered, since a server
// works on what was dropped, too.
let wanted = null; // the newest address asked for, until it is drawn
let target = 0; // the stop it leads to; 0: a place on the slider
let underway = null; // the request for it
let sent = 0; // when the last one went out
let took = 100; // how long the last one that was answered took
let due = 0;

const MOST_WAIT = 400; // milliseconds that a press waits at most because of one before it

function step(name) {
  go(addressOf(reached(name)), reached(name));
}

// The stop that a step leads to, from where the steps before it will have led.
function reached(name) {
  const now = target || Number(stage().dataset.stop);
  const last = Number(stage().dataset.stops);
  if (name === "first" || name === "last") return name === "first" ? 1 : last;
  if (name === "before" || name === "after") return Math.min(Math.max(now + (name === "after" ? 1 : -1), 1), last);
  const begins = [...slider.querySelectorAll(".slider-turns a[id]")].map((turn) => Number(new URL(turn.href).searchParams.get("stop")));
  if (name === "turn-after") return Math.min(...begins.filter((stop) => stop > now), last);
  return Math.max(...begins.filter((stop) => stop < now), 1);
}

function addressOf(stop) {
  const address = new URL(stage().dataset.link, location.href);
  for (const name of ["moment", "open", "at"]) address.searchParams.delete(name);
  address.searchParams.set("stop", stop);
  return address.href;
}

function go(address, stop = 0) {
  if (typing()) return void document.getElementById("pin-text")?.focus(); // what is written there is sent or closed first
  wanted = address;
  target = stop;
  clearTimeout(due);
  due = setTimeout(ask, underway ? sent + Math.min(took, MOST_WAIT) - performance.now() : 0);
}

async function ask() {
  if (!wanted) return; // it has come meanwhile
  underway?.abort();
  const mine = (underway = new AbortController());
  const asked = partOf(wanted);
  sent = performance.now();
  try {
    const answer = await fetch(asked, { signal: mine.signal });
    if (!answer.ok) return void location.reload();
    const html = await answer.text();
    took = performance.now() - sent;
    if (mine !== underway || asked !== partOf(wanted)) return; // overtaken
    wanted = null;
    target = 0;
    draw(html);
  } catch (fault) {
    if (fault.name === "AbortError") return;
    wanted = null;
    target = 0;
    stop(); // the line under the header says when the connection is lost
  } finally {
    if (mine === underway) underway = null;
  }
}

function partOf(address) {
  const part = new URL(address, location.href);
  part.searchParams.set("part", "stage");
  return part.href;
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
  place(now.place);
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
  const speed = document.getElementById("pace");
  speed.hidden = false;
  speed.value = pace;
  if (location.search) document.querySelector(".facts .here")?.scrollIntoView({ block: "nearest" }); // else it opens on the whole
}

function place(share) {
  slider.querySelector(".handle").setAttribute("x", `${share}%`);
  slider.querySelector(".past").setAttribute("width", `${share}%`);
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
  if (event.repeat && wanted) return; // a key held down steps as fast as the server answers
  stop();
  step(event.shiftKey && event.key.startsWith("Arrow") ? `turn-${name}` : name);
});

// From question to question, from step to step. What leads through slides from a distance sends the keys of pages.
const LEAVES = { ArrowLeft: "prev", ArrowRight: "next", ...(document.querySelector(".hot-wash") && { PageUp: "prev", PageDown: "next" }) };

function leaf(event) {
  const relation = LEAVES[event.key];
  const found = relation && document.querySelector(`a[rel=${relation}]`);
  if (!found) return;
  event.preventDefault();
  found.click();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("#play")) return void toggle();
  const link = event.target.closest("a[data-step]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  stop();
  if (dragged) return;
  const name = link.id.startsWith("step-") ? link.id.slice(5) : "";
  if (name) step(name);
  else go(link.href, Number(new URL(link.href).searchParams.get("stop")));
});

let dragged = false; // a drag that ends on a link is no click

function pull(event) {
  const box = slider.getBoundingClientRect();
  const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
  const asked = new URL(stage().dataset.link, location.href);
  for (const name of ["stop", "moment", "open"]) asked.searchParams.delete(name);
  asked.searchParams.set("at", (100 * share).toFixed(2));
  place(100 * share); // the handle is where it is held; what it shows follows
  go(asked.href);
}

slider?.addEventListener("pointerdown", (event) => {
  dragged = false;
  if (event.button || event.clientY - slider.getBoundingClientRect().top < 20) return; // the names of the turns are links
  dragged = true;
  stop();
  slider.setPointerCapture(event.pointerId);
  document.getElementById("handle").focus({ preventScroll: true });
  event.preventDefault();
  pull(event);
});
slider?.addEventListener("pointermove", (event) => {
  if (slider.hasPointerCapture(event.pointerId)) pull(event);
});

// ---------------------------------------------------------------- Playing

const READ = 1100; // milliseconds that a stop is read for; a turn is, twice as long
let pace = "1"; // how many times as fast; or `turn`, from turn to turn
let playing = 0;

function toggle() {
  if (playing) return void stop();
  if (atEnd()) step("first");
  else play();
  playing = setInterval(play, pace === "turn" ? 2 * READ : READ / Number(pace));
  follow();
}

const atEnd = () => Number(stage().dataset.stop) === Number(stage().dataset.stops);

function play() {
  if (wanted || document.hidden) return; // nobody has seen the last one yet
  if (atEnd()) stop();
  else step(pace === "turn" ? "turn-after" : "after");
}

function stop() {
  if (!playing) return;
  clearInterval(playing);
  playing = 0;
  follow();
}

document.addEventListener("change", (event) => {
  if (event.target.id !== "pace") return;
  pace = event.target.value;
  if (!playing) return;
  stop();
  toggle();
});

follow();
