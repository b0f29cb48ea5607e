// What can come of a decision is fetched when its fold is opened, and anew when something has changed.
// Without this file the fold holds a link to the same card.

const cards = "#decision, #scales";

// What the card is about: the variant that is chosen, and the terms that stand in the form.
function address(fold) {
  if (fold.dataset.at) return fold.dataset.at;
  const found = new URL(fold.querySelector("a").href);
  const variant = fold.closest(".order")?.querySelector('input[type="radio"]:checked');
  if (variant?.value) found.searchParams.set("about", variant.value);
  const terms = [...(fold.closest("form")?.querySelectorAll('select[name^="term."]') || [])];
  if (terms.length) {
    found.searchParams.set("terms", terms.map((field) => `${field.name.slice(5)}=${field.value}`).join(","));
  }
  return found.href;
}

const asked = new WeakMap(); // by fold, the newest request: an older answer is not shown any more

async function fill(fold) {
  const request = {};
  asked.set(fold, request);
  let html = "";
  try {
    const answer = await fetch(address(fold));
    if (answer.ok) html = await answer.text();
  } catch {
    // no connection: the link stays, or the card as it was
  }
  if (asked.get(fold) !== request || !fold.open) return;
  const found = new DOMParser().parseFromString(html, "text/html").querySelector(cards);
  if (!found) return;
  const body = fold.querySelector(".why-body");
  const within = body.contains(document.activeElement) ? document.activeElement.dataset.card : undefined;
  body.querySelector(cards)?.remove();
  body.append(found);
  body.dataset.filled = "";
  if (within !== undefined) body.querySelector(`[data-card="${CSS.escape(within)}"]`)?.focus();
}

function empty(fold) {
  const body = fold.querySelector(".why-body");
  delete fold.dataset.at;
  delete body.dataset.filled;
  body.querySelector(cards)?.remove();
}

document.addEventListener("toggle", (event) => {
  const fold = event.target;
  if (!fold.matches?.("details.why")) return;
  if (fold.open) {
    for (const other of document.querySelectorAll("details.why[open]")) if (other !== fold) other.open = false;
    fill(fold);
  } else empty(fold);
}, true);

// Another variant of the same move, in its place.
document.addEventListener("click", (event) => {
  const link = event.target.closest("details.why a[data-card]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const fold = link.closest("details.why");
  fold.dataset.at = link.href;
  fill(fold);
});

document.addEventListener("change", (event) => {
  const fold = event.target.closest?.(".order, form")?.querySelector("details.why[open]");
  if (!fold || !event.target.matches('input[type="radio"], select')) return;
  delete fold.dataset.at;
  fill(fold);
});

document.addEventListener("drawn", () => {
  for (const fold of document.querySelectorAll("details.why[open]")) fill(fold);
});
