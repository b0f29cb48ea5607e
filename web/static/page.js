// Keeps a page as the server would draw it now, without taking anything from the person who uses it:
// typed text, focus, scroll position and what was folded open stay.

import { speak } from "./aloud.js";
import { keepInSight, leftOff, settle } from "./focus.js";
import { clean, gone, restore, typedIn } from "./typed.js";

const SLOW = 60000; // milliseconds after which an answer is not waited for, though the line seems whole
const STALE = 20000; // the same of a page that renews itself: it asks again, and nobody waits for this one
export const connection = document.getElementById("connection");
export const here = () => document.body.dataset;

let drawing = null; // the newest request for a page; older ones are not drawn any more
let answered = null; // the form whose answer is being drawn: its tokens and its version are those of the answer
const underway = new Set();

// ---------------------------------------------------------------- Drawing

function isTyped(node) {
  const form = node.closest?.("form");
  return form && typedIn.has(form);
}

function holdsTyped(node) {
  if (node.nodeType !== 1) return false;
  return [node, ...node.querySelectorAll("form")].some((found) => typedIn.has(found));
}

const callbacks = {
  beforeNodeMorphed(old, fresh) {
    if (old.nodeType !== 1) return true;
    if (old.id === "connection" || old.id === "aloud") return false;
    if (old.id === "forecast-here") {
      Object.assign(old.dataset, fresh.dataset);
      return false;
    }
    if (old.dataset.filled !== undefined) return false; // it was fetched when it was opened, and is fetched anew
    if (isTyped(old) && old.matches("input, textarea, select, option")) {
      if (old.type === "hidden" && old.form === answered) return true;
      if (old.name === "version" && fresh.value !== old.value) old.form.dataset.stale = "yes";
      return false;
    }
    return true;
  },
  beforeAttributeUpdated(name, node) {
    if (name === "tabindex" && node === document.activeElement) return false; // a heading that was given the focus
    if (name === "open" && node.tagName === "DETAILS") return false;
    if (name === "value" && node === document.activeElement && node.type === "search") return false;
    if (name === "data-stale" || name === "data-busy") return false;
    return true;
  },
  beforeNodeRemoved(node) {
    if (node.nodeType === 1 && node.matches(".own-note")) return false;
    if (node.nodeType === 1 && node.matches(".pick:has(:checked)") && isTyped(node)) return false; // found by words that are gone
    if (!holdsTyped(node)) return true;
    keep(node);
    return false;
  },
  afterNodeAdded(node) {
    if (node.nodeType === 1 && node.dataset?.arrives !== undefined) node.classList.add("arrived");
  },
};

// A word of the page's own, not the server's: one of a kind in a place.
export function note(place, kind, words, ...more) {
  place.querySelector(`:scope > .${kind}`)?.remove();
  const found = document.createElement("p");
  found.className = `notice own-note ${kind}`;
  found.append(words, ...more);
  place.prepend(found);
  speak(words.trim());
  return found;
}

export function putAway(node) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small";
  button.textContent = connection.dataset.away;
  button.addEventListener("click", () => {
    const left = leftOff();
    node().remove();
    settle(left, true);
  });
  return button;
}

// A form that is closed while somebody types in it stays, with a word about it and a way to put it away.
function keep(node) {
  if (node.dataset.draft !== undefined) return void (node.hidden = true); // it comes back when it is opened again
  if (node.querySelector?.(":scope > .kept-note")) return;
  note(node, "kept-note", `${connection.dataset.kept} `, putAway(() => node));
}

// The fields of a form that is closed stay in it, though another form has fields of the same ids.
function holdFast(fresh) {
  for (const form of document.forms) {
    if (!typedIn.has(form) || fresh.getElementById(form.id)) continue;
    for (const field of form.querySelectorAll("[id]")) if (fresh.getElementById(field.id)) field.id += "-kept";
  }
}

function markStale() {
  for (const form of document.querySelectorAll("form[data-stale]")) {
    if (!form.querySelector(":scope > .stale-note")) note(form, "stale-note", connection.dataset.stale);
  }
}

// `asked`: somebody did something; else there was only news.
function draw(html, address, asked) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  document.title = fresh.title;
  document.documentElement.lang = fresh.documentElement.lang;
  const missing = [...fresh.querySelectorAll('link[rel="stylesheet"]')].filter(
    (link) => !document.querySelector(`link[href="${link.getAttribute("href")}"]`),
  );
  if (missing.length) return location.assign(address);
  const left = leftOff();
  holdFast(fresh);
  Idiomorph.morph(document.body, fresh.body, { morphStyle: "outerHTML", restoreFocus: true, callbacks });
  restore();
  markStale();
  settle(left, asked);
  document.dispatchEvent(new CustomEvent("drawn"));
  if (asked) keepInSight();
}

// ---------------------------------------------------------------- Asking

// A page that somebody asked for goes before one that only has news.
let moving = 0;
export const isMoving = () => moving > 0;

// Nothing that is under way will be answered any more: the line is dead.
export function giveUp() {
  for (const request of underway) request.abort();
}

export async function load(address, options = {}, how = {}) {
  if (!how.quiet) moving += 1;
  const request = new AbortController();
  const slow = setTimeout(() => request.abort(), how.quiet ? STALE : SLOW);
  underway.add(request);
  try {
    return await fetched(address, options, how, request);
  } finally {
    if (!how.quiet) moving -= 1;
    clearTimeout(slow);
    underway.delete(request);
  }
}

// `form` sent what `sent` holds of its fields; `stay` leaves the address as it is; `push` makes it one to go back from.
async function fetched(address, options, { push = false, form = null, sent = null, stay = false, quiet = false }, request) {
  if (drawing && !drawing.posts) drawing.abort();
  request.posts = Boolean(options.method) && (!stay || form !== null);
  drawing = request;
  const answer = await fetch(address, { ...options, signal: request.signal });
  const html = await answer.text();
  if (drawing !== request && !request.posts) return answer.ok;
  const done = answer.status < 400;
  if (answer.status >= 500 || (answer.status >= 400 && answer.status !== 409 && answer.status !== 422)) {
    if (form) throw new Error("not taken");
    location.assign(location.href);
    return false;
  }
  if (form) {
    delete form.dataset.stale;
    form.querySelectorAll(":scope > .own-note").forEach((found) => found.remove());
    if (done) clean(form, sent);
    else if (gone(sent).length) unsaid(form, "unsent-note", connection.dataset.unsent, gone(sent));
  }
  const page = new URL(done && !stay ? (answer.redirected ? answer.url : address) : location.href, location.href);
  if ((push || form) && page.href !== location.href) history.pushState({}, "", page);
  answered = form;
  draw(html, page.href, !quiet);
  answered = null;
  if (!done) document.querySelector(".refused")?.focus();
  return done;
}

// What was not taken, and stands in no field any more because somebody had typed on, is shown beside the form.
export function unsaid(form, kind, words, texts) {
  const found = note(form, kind, words);
  for (const text of new Set(texts)) {
    const quoted = document.createElement("q");
    quoted.textContent = text;
    found.append(" ", quoted);
  }
  if (texts.length) found.append(" ", putAway(() => found));
}
