// One stream for all pages of a browser: a browser opens only six connections to a server, and each stream holds one.
// Pages say which channels they show; the worker listens for all of them, passes each word on, and says when the line
// is dead: a connection that freezes is not closed, so silence itself has to be noticed.

const MOST = 60; // channels that one question or stream can name; a browser with more of them asks
const SILENCE = 25000; // the server gives a sign every ten seconds
const ASLEEP = 5000; // between two looks a second apart: the whole computer slept
const ASKED = 2000; // without a stream, and while the line is dead
const PATIENCE = 8000;
const AGAIN = 45000; // a stream may have become free
const site = new URL("..", import.meta.url);

const pages = new Map(); // port -> channel
let source = null;
let watched = "";
let words = {};
let asking = null;
let askedAt = 0;
let heardAt = Date.now();
let lookedAt = Date.now();
let lost = 0; // since when the line is dead
let refusedAt = 0; // when all streams were taken

function tell(message) {
  for (const port of pages.keys()) port.postMessage(message);
}

function heard(found = {}) {
  heardAt = Date.now();
  words = { ...words, ...found };
  tell({ words, back: Boolean(lost) });
  lost = 0;
}

function fails() {
  lost ||= heardAt;
  tell({ lost });
}

function channels() {
  return [...new Set(pages.values())].sort();
}

function address(path, named) {
  return new URL(`${path}?${named.map((channel) => `c=${encodeURIComponent(channel)}`).join("&")}`, site);
}

// The words as they stand now. A question that is asked again gives up the one before.
async function ask() {
  asking?.abort();
  const mine = (asking = new AbortController());
  const giveUp = setTimeout(() => mine.abort(), PATIENCE);
  askedAt = Date.now();
  const all = channels();
  const parts = [];
  for (let first = 0; first < all.length; first += MOST) parts.push(all.slice(first, first + MOST));
  try {
    const answers = await Promise.all(parts.map((part) => fetch(address("live/now", part), { signal: mine.signal })));
    if (!answers.every((answer) => answer.ok)) throw new Error("refused");
    const found = Object.assign({}, ...(await Promise.all(answers.map((answer) => answer.json()))));
    const missed = Object.entries(found).some(([channel, word]) => channel in words && words[channel] !== word);
    const dead = Boolean(lost) || (missed && source?.readyState === EventSource.OPEN);
    heard(found);
    if (dead) listen(true); // what was asked is newer than what the stream said
  } catch {
    if (asking === mine && (!source || lost)) fails();
  } finally {
    clearTimeout(giveUp);
  }
}

function hush() {
  source?.close();
  source = null;
}

function listen(again = false) {
  const all = channels();
  const wanted = all.join(" ");
  if (!again && wanted === watched) return;
  watched = wanted;
  hush();
  if (!all.length) return;
  if (all.length > MOST) return void ask();
  const opened = new EventSource(address("live", all));
  source = opened;
  opened.addEventListener("open", () => source === opened && heard());
  opened.addEventListener("beat", () => source === opened && heard());
  opened.addEventListener("change", (event) => source === opened && heard(JSON.parse(event.data)));
  opened.addEventListener("error", () => {
    if (source !== opened) return;
    if (opened.readyState === EventSource.CLOSED) { // refused: all streams are taken, or nobody may listen any more
      hush();
      refusedAt = Date.now();
      ask();
    } else fails();
  });
}

function look() {
  const now = Date.now();
  const slept = now - lookedAt > ASLEEP;
  lookedAt = now;
  if (!pages.size) return;
  if (slept) {
    heardAt = Math.max(heardAt, now - SILENCE + ASLEEP); // a moment to answer, before it is called dead
    return void ask();
  }
  if (source && now - heardAt > SILENCE) {
    hush();
    fails();
  }
  if ((!source || lost) && now - askedAt >= ASKED) ask();
  if (!source && !lost && refusedAt && now - refusedAt > AGAIN) {
    refusedAt = 0;
    listen(true);
  }
}

setInterval(look, 1000);

function receive(port, message) {
  if (message.channel) {
    pages.set(port, message.channel);
    listen();
    port.postMessage(lost ? { lost } : { words });
  }
  if (message.bye) {
    pages.delete(port);
    listen();
  }
  if (message.again) ask(); // somebody looks, or the network is back
}

export function connect(port) {
  port.onmessage = (event) => receive(port, event.data);
  port.start?.();
}

if (typeof SharedWorkerGlobalScope !== "undefined") {
  self.onconnect = (event) => connect(event.ports[0]);
}
