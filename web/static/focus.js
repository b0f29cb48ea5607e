// Where the person left off. A page drawn anew keeps what has the focus; where that is gone, what took its place gets
// it: the next of its kind in the same part of the page, else the heading of that part, else that of the work.

const HOLDS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
const HEADS = "h1, h2, h3, h4";

let byKey = false; // who points sees where they are: only for the others does the page move to what has the focus
addEventListener("keydown", () => { byKey = true; }, true);
addEventListener("pointerdown", () => { byKey = false; }, true);

// Drawn, of some size, and not out of use.
export function stands(node) {
  if (!node?.isConnected || node.disabled || !node.checkVisibility({ visibilityProperty: true })) return false;
  const box = node.getBoundingClientRect();
  return box.width > 1 && box.height > 1;
}

// It is on the screen, and nothing lies over its middle.
export function inSight(node) {
  const box = node.getBoundingClientRect();
  if (box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth) return false;
  const found = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return Boolean(found) && (node.contains(found) || Boolean(found.closest("label")?.contains(node)));
}

export function bring(node) {
  const whole = node.getBoundingClientRect().height < innerHeight / 2; // what is larger begins on the screen, at most
  if (!whole || inSight(node)) return;
  node.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (!inSight(node)) node.scrollIntoView({ block: "center" });
}

function kindOf(node) {
  if (!node.matches("a, button, summary")) return `${node.tagName} ${node.name}`;
  const words = [...node.childNodes].map((part) => part.textContent.trim()).find(Boolean);
  return `${node.tagName} ${words}`;
}

const alike = (part, kind) => [...part.querySelectorAll(HOLDS)].filter((node) => stands(node) && kindOf(node) === kind);
const head = (part) => [...(part?.querySelectorAll(HEADS) || [])].find(stands);

function give(node) {
  if (!node) return;
  if (!node.matches(`${HOLDS}, [tabindex]`)) node.tabIndex = -1;
  node.focus({ preventScroll: !byKey });
}

// What has the focus, how many of its kind come before it in each part around it, and where it was opened from.
export function leftOff() {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const kind = kindOf(node);
  const parts = [];
  for (let part = node.closest("[id]"); part; part = part.parentElement?.closest("[id]")) {
    parts.push({ id: part.id, place: Math.max(0, alike(part, kind).indexOf(node)) });
  }
  const opener = node.closest("#panel, [data-draft]")?.querySelector("[data-escape]")?.dataset.then;
  return { node, kind, parts, opener };
}

function successor({ node, kind, parts, opener }) {
  if (stands(node)) return node;
  for (const { id, place } of parts) {
    const part = document.getElementById(id);
    if (!stands(part) || part.id === "work") continue;
    const found = alike(part, kind);
    const next = found[Math.min(place, found.length - 1)] || head(part);
    if (next) return next;
  }
  return opener && document.querySelector(opener);
}

// `asked`: somebody did something, and nobody is left without a place.
export function settle(left, asked = false) {
  if (left && document.activeElement === left.node && stands(left.node)) return;
  const work = document.getElementById("work");
  if (left) give(successor(left) || head(work) || work);
  else if (asked && byKey) give(head(work) || work);
}

// Whoever tabs on goes under no bar.
addEventListener("focusin", () => requestAnimationFrame(keepInSight));
// A font that comes late moves what stands below it.
document.fonts?.addEventListener("loadingdone", () => requestAnimationFrame(keepInSight));

// After the page has moved, what has the focus is on the screen.
export function keepInSight() {
  if (byKey && document.activeElement && document.activeElement !== document.body) bring(document.activeElement);
}
