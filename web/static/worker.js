// One stream for all pages of a browser: a browser opens only six connections to a server, and each stream holds one.
// Pages say which channels they show; the worker listens for all of them and passes each word on.

const pages = new Map(); // port -> channel
let source = null;
let watched = "";
let words = {};
let poll = 0;
let lost = 0;

function tell(message) {
  for (const port of pages.keys()) port.postMessage(message);
}

function heard(found) {
  lost = 0;
  words = { ...words, ...found };
  tell({ words });
}

function failing() {
  if (!lost) lost = Date.now();
  tell({ lost });
}

function query() {
  return [...new Set(pages.values())].sort().map((channel) => `c=${encodeURIComponent(channel)}`).join("&");
}

async function ask() {
  try {
    const answer = await fetch(`/live/now?${query()}`);
    if (answer.ok) heard(await answer.json());
    else failing();
  } catch {
    failing();
  }
}

function askNowAndThen() {
  source?.close();
  source = null;
  clearInterval(poll);
  poll = setInterval(ask, 2000);
  setTimeout(() => listen(true), 45000); // a stream may have become free
  ask();
}

function listen(again = false) {
  const wanted = query();
  if (!again && wanted === watched && (source || poll)) return;
  watched = wanted;
  source?.close();
  source = null;
  if (!wanted) return clearInterval(poll);
  const opened = new EventSource(`/live?${wanted}`);
  source = opened;
  opened.addEventListener("open", () => clearInterval(poll));
  opened.addEventListener("change", (event) => heard(JSON.parse(event.data)));
  opened.addEventListener("error", () => {
    if (source !== opened) return;
    failing();
    if (opened.readyState === EventSource.CLOSED) askNowAndThen(); // refused: all streams are taken
  });
}

function receive(port, message) {
  if (message.channel) {
    pages.set(port, message.channel);
    listen();
    if (message.channel in words) port.postMessage({ words });
  }
  if (message.bye) {
    pages.delete(port);
    listen();
  }
  if (message.again) listen(true);
}

export function connect(port) {
  port.onmessage = (event) => receive(port, event.data);
  port.start?.();
}

if (typeof SharedWorkerGlobalScope !== "undefined") {
  self.onconnect = (event) => connect(event.ports[0]);
}
