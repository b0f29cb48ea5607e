// What comes for this seat while somebody looks elsewhere: in the title of the window, by a sound, by a notice of the
// system. All of it is off until somebody here wants it, and what they want stays in this browser. So do the times at
// which words came: the server tells a seat none.

const byId = (id) => document.getElementById(id);
const place = () => document.querySelector("nav.tabs")?.dataset.badge || "";

function kept(name) {
  try {
    return JSON.parse(localStorage.getItem(name) || "{}");
  } catch {
    return {};
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // a browser that keeps nothing asks again
  }
}

// ---------------------------------------------------------------- What is wanted

const wanted = () => kept("tell");
const boxes = () => document.querySelectorAll("[data-tell]");

document.addEventListener("change", async (event) => {
  const kind = event.target.dataset?.tell;
  if (!kind) return;
  const on = event.target.checked && (kind !== "notice" || (await allowed()));
  keep("tell", { ...wanted(), [kind]: on });
  if (on && kind === "sound") ring();
  show();
});

async function allowed() {
  if (!("Notification" in window)) return false;
  return (await Notification.requestPermission()) === "granted";
}

let sound = null;
function ring() {
  try {
    sound ||= new AudioContext();
    const [tone, loudness] = [sound.createOscillator(), sound.createGain()];
    tone.frequency.value = 660;
    loudness.gain.setValueAtTime(0.08, sound.currentTime);
    loudness.gain.exponentialRampToValueAtTime(0.0001, sound.currentTime + 0.4);
    tone.connect(loudness).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.4);
  } catch {
    // a browser without sound
  }
}

// ---------------------------------------------------------------- What is new

const number = (badge, count) => (byId(badge) && !byId(badge).hidden ? Number(byId(count)?.textContent || 1) || 1 : 0);
const waiting = () => number("badge", "badge-count") + number("badge-news", "badge-news-count") + number("badge-questions", "");

let before = null; // how much was new when the page was drawn last
let plain = document.title;

function show() {
  const [now, tell, words] = [waiting(), wanted(), byId("tell")?.dataset.words || ""];
  if (byId("tell")) byId("tell").hidden = false;
  for (const box of boxes()) box.checked = Boolean(tell[box.dataset.tell]);
  const title = tell.title && now ? `(${now}) ${plain}` : plain;
  if (document.title !== title) document.title = title;
  if (before !== null && now > before && !document.hasFocus()) {
    if (tell.sound) ring();
    // The notice says that something came, and nothing of it: others may look at this screen.
    if (tell.notice && window.Notification?.permission === "granted") new Notification(plain, { body: words, tag: place() });
  }
  before = now;
}

// ---------------------------------------------------------------- When words came

const MOST = 400;
let newest = null; // the number of the newest word that this page has known

function times() {
  const name = `came ${place()}`;
  const marks = [...document.querySelectorAll("time[data-number]")];
  const incoming = [...document.querySelectorAll(".thread")].flatMap((thread) => thread.dataset.incoming.split(" ").filter(Boolean));
  const numbers = [...marks.map((mark) => mark.dataset.number), ...incoming].map(Number);
  const came = kept(name);
  const fresh = newest === null ? [] : numbers.filter((found) => found > newest);
  const now = new Date().toISOString();
  for (const found of fresh) came[found] ||= now;
  if (fresh.length) keep(name, Object.fromEntries(Object.entries(came).slice(-MOST)));
  newest = Math.max(newest || 0, ...numbers);
  for (const mark of marks) {
    const at = came[mark.dataset.number];
    mark.hidden = !at;
    if (!at) continue;
    mark.dateTime = at;
    mark.textContent = new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  }
}

document.addEventListener("drawn", () => { plain = document.title; }, true); // before anybody is told of it
document.addEventListener("drawn", () => {
  times();
  show();
});
document.addEventListener("read", show);
addEventListener("focus", show);
times();
show();
