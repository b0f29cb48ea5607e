// Keeps a page as the server would draw it now, without taking anything from the person who uses it:
// typed text, focus, scroll position and what was folded open stay. Without this file every form still works.

const body = document.body;
const here = () => document.body.dataset;
const typedIn = new WeakSet(); // forms a person has typed into and not sent
let drawing = null;
let refusedForm = null; // a form just refused: the page says what has changed, so its next version counts

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
    if (old.id === "connection") return false;
    if (isTyped(old) && old.matches("input, textarea, select, option")) {
      if (old.name === "version" && old.form === refusedForm) return true;
      if (old.name === "version" && fresh.value !== old.value) old.form.dataset.stale = "yes";
      return false;
    }
    return true;
  },
  beforeAttributeUpdated(name, node) {
    if (name === "open" && node.tagName === "DETAILS") return false;
    if (name === "value" && node === document.activeElement && node.type === "search") return false;
    if (name === "data-stale") return false;
    return true;
  },
  beforeNodeRemoved(node) {
    if (!holdsTyped(node)) return true;
    keep(node);
    return false;
  },
  afterNodeAdded(node) {
    if (node.nodeType === 1 && node.dataset?.arrives !== undefined) node.classList.add("arrived");
  },
};

// A form that is closed while somebody types in it stays, with a word about it and a way to put it away.
function keep(node) {
  if (node.dataset.draft !== undefined) return void (node.hidden = true); // it comes back when it is opened again
  if (node.querySelector?.(":scope > .kept-note")) return;
  const note = document.createElement("p");
  note.className = "notice kept-note";
  note.textContent = `${connection.dataset.kept} `;
  const away = document.createElement("button");
  away.type = "button";
  away.className = "button";
  away.textContent = connection.dataset.away;
  away.addEventListener("click", () => node.remove());
  note.append(away);
  node.prepend(note);
}

function markStale() {
  for (const form of document.querySelectorAll("form[data-stale]")) {
    if (form.querySelector(".stale-note")) continue;
    const note = document.createElement("p");
    note.className = "notice stale-note";
    note.setAttribute("role", "status");
    note.textContent = connection.dataset.stale;
    form.prepend(note);
  }
}

function draw(html, address) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  document.title = fresh.title;
  document.documentElement.lang = fresh.documentElement.lang;
  const missing = [...fresh.querySelectorAll('link[rel="stylesheet"]')].filter(
    (link) => !document.querySelector(`link[href="${link.getAttribute("href")}"]`),
  );
  if (missing.length) return location.assign(address);
  Idiomorph.morph(document.body, fresh.body, { morphStyle: "outerHTML", restoreFocus: true, callbacks });
  markStale();
  tick();
  localTimes();
  document.dispatchEvent(new CustomEvent("drawn"));
}

// A page that somebody asked for goes before one that only has news.
let moving = 0;

async function load(address, options = {}, how = {}) {
  if (!how.quiet) moving += 1;
  try {
    return await fetched(address, options, how);
  } finally {
    if (!how.quiet) moving -= 1;
  }
}

async function fetched(address, options, { push = false, form = null, stay = false }) {
  drawing?.abort();
  const mine = (drawing = new AbortController());
  const answer = await fetch(address, { ...options, signal: options.method && !stay ? undefined : mine.signal });
  const html = await answer.text();
  if (drawing !== mine && (!options.method || stay)) return answer.ok;
  const target = answer.redirected ? answer.url : address;
  const done = answer.status < 400;
  refusedForm = form && !done ? form : null;
  if (refusedForm) {
    delete form.dataset.stale;
    form.querySelectorAll(".stale-note").forEach((note) => note.remove());
  }
  if (form && done) {
    typedIn.delete(form);
    delete form.dataset.stale;
    form.querySelectorAll(".stale-note").forEach((note) => note.remove());
    form.reset();
  }
  if (answer.status >= 500 || (answer.status >= 400 && answer.status !== 409 && answer.status !== 422)) {
    if (!form) location.assign(location.href);
    else failed(form);
    return false;
  }
  const page = new URL(done && !stay ? target : location.href, location.href);
  if ((push || form) && page.href !== location.href) history.pushState({}, "", page);
  draw(html, page.href);
  if (!done) document.querySelector(".refused")?.focus();
  return done;
}

function failed(form) {
  const note = document.createElement("p");
  note.className = "notice refused stale-note";
  note.textContent = connection.dataset.failed;
  form.prepend(note);
}

// ---------------------------------------------------------------- What people do

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.form || form?.dataset.keep !== undefined) typedIn.add(form);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.dataset.form) return;
  event.preventDefault();
  clearTimeout(trying);
  if (event.submitter?.dataset.tries !== undefined) return tryOut(form, event.submitter).catch(() => {});
  if (form.dataset.confirm && form.dataset.confirmed !== "yes") {
    const sure = await confirmed(form.dataset.confirm, event.submitter?.textContent.trim());
    if (!sure) return;
  }
  if (form.dataset.busy) return; // the second click of two
  form.dataset.busy = "yes";
  const data = new URLSearchParams(new FormData(form, event.submitter));
  event.submitter?.setAttribute("aria-busy", "true");
  try {
    await load(form.action, { method: "POST", body: data }, { form });
  } catch {
    failed(form);
  } finally {
    delete form.dataset.busy;
    event.submitter?.removeAttribute("aria-busy");
  }
});

// A final step asks once, with the verb on the button.
function confirmed(question, verb) {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = "confirm";
    const text = document.createElement("p");
    text.textContent = question;
    const yes = document.createElement("button");
    yes.className = "button strong";
    yes.textContent = verb || "OK";
    const no = document.createElement("button");
    no.className = "button";
    no.textContent = here().cancel || "✕";
    dialog.append(text, yes, no);
    document.documentElement.append(dialog);
    const end = (answer) => { dialog.remove(); resolve(answer); };
    yes.addEventListener("click", () => end(true));
    no.addEventListener("click", () => end(false));
    dialog.addEventListener("cancel", () => end(false));
    dialog.showModal();
  });
}

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

// What a form would do, asked of the server while it is written: <form data-try>. Nothing is done.
async function tryOut(form, submitter = null, quiet = false) {
  const data = new URLSearchParams(new FormData(form, submitter));
  if (submitter?.name === "start") typedIn.delete(form); // the fields are filled anew, with what was typed in them
  else typedIn.add(form);
  await load(form.dataset.try, { method: "POST", body: data }, { stay: true, quiet });
  if (form.isConnected) typedIn.add(form);
}

let trying = 0;
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.form;
    if (form?.dataset.try === undefined) return;
    clearTimeout(trying);
    trying = setTimeout(() => form.isConnected && tryOut(form).catch(() => {}), kind === "change" ? 20 : 500);
  });
}

window.addEventListener("popstate", () => load(location.href).catch((fault) => fault.name === "AbortError" || location.reload()));

// A choice that only changes what is shown takes effect at once: <form data-auto>.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.dataset.auto === undefined || event.target.type === "search") return;
  load(asked(form), {}, { push: true });
});

let searching = 0;
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.auto === undefined || event.target.type !== "search") return;
  clearTimeout(searching);
  searching = setTimeout(() => {
    history.replaceState({}, "", asked(form));
    load(location.href).catch(() => {});
  }, 200);
});

function asked(form) {
  const address = new URL(form.action || location.href, location.href);
  address.search = new URLSearchParams(new FormData(form)).toString();
  return address.href;
}

// Keys: elements with data-key, while nothing is being typed; switched off with "?" in storage.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  if (event.key === "Escape") {
    const close = [...document.querySelectorAll("[data-escape]")].find((node) => node.offsetParent);
    if (close && !event.target.closest("dialog")) { close.click(); event.preventDefault(); }
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
  const found = [...document.querySelectorAll("[data-key]")].find((node) => node.dataset.key.toUpperCase() === name.toUpperCase());
  if (found && !found.disabled) { event.preventDefault(); found.click(); }
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

function localTimes() {
  for (const time of document.querySelectorAll("time[data-at]")) {
    const at = new Date(time.dataset.at);
    time.textContent = at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  }
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
tick();
localTimes();

// ---------------------------------------------------------------- The signal

const connection = document.getElementById("connection");
let lostAt = 0;
let renewing = false;

// A page that shows what only time changes asks to be drawn anew.
document.addEventListener("renew", () => renew(""));

// The clock running out changes its words, and who is late, though nothing was done.
let ran = null;
setInterval(() => {
  const clock = document.getElementById("clock");
  const over = clock?.dataset.ends ? clock.parentElement.classList.contains("over") : null;
  if (ran === false && over) setTimeout(() => document.dispatchEvent(new Event("renew")), 1500); // the server rounds, too
  ran = over;
}, 1000);

async function renew(word) {
  if (renewing || moving || word === here().token) return;
  renewing = true;
  try {
    const draft = [...document.querySelectorAll("form[data-try]")].find((form) => typedIn.has(form) && form.offsetParent);
    await (draft ? tryOut(draft, null, true) : load(location.href, {}, { quiet: true }));
  } catch {
    // the worker says when the server is back
  } finally {
    renewing = false;
  }
}

function receive({ words, lost }) {
  if (lost) lostAt = lost;
  if (words) {
    lostAt = 0;
    latest = words;
    const word = words[here().channel];
    if (word) renew(word);
  }
  showConnection();
}

let latest = {};
setInterval(() => { const word = latest[here().channel]; if (word && !lostAt) renew(word); showConnection(); }, 1000);

function showConnection() {
  const seconds = lostAt ? Math.round((Date.now() - lostAt) / 1000) : 0;
  connection.hidden = seconds < 2;
  if (!connection.hidden) connection.textContent = connection.dataset.lost.replace("#", String(seconds));
}

async function listen() {
  const channel = here().channel;
  if (!channel) return;
  let port;
  if (window.SharedWorker) {
    port = new SharedWorker(here().worker, { type: "module", name: "whitecell" }).port;
    port.start();
  } else {
    const { connect } = await import(here().worker);
    const pair = new MessageChannel();
    connect(pair.port1);
    port = pair.port2;
    port.start();
  }
  port.addEventListener("message", (event) => receive(event.data));
  port.postMessage({ channel });
  window.addEventListener("pagehide", () => port.postMessage({ bye: true }));
  window.addEventListener("pageshow", (event) => { if (event.persisted) port.postMessage({ channel }); });
  window.addEventListener("online", () => port.postMessage({ again: true }));
}

listen();

// A page of no run renews itself now and then: <body data-renew="5">, while nobody is at work in it.
if (here().renew) {
  setInterval(() => {
    const busy = document.activeElement?.closest("form, details, nav") || document.hidden;
    if (!busy && !drawing?.signal.aborted) load(location.href).catch(() => {});
  }, Number(here().renew) * 1000);
}

// Sheets of paper: <button data-print hidden>, shown only where a script can print.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
