// A ruling that was opened carries its tick from then on, in this browser.

const seen = JSON.parse(sessionStorage.getItem("read") || "[]");

function tickRead() {
  const open = document.querySelector(".ruling[data-read]");
  if (open && !seen.includes(open.dataset.read)) {
    seen.push(open.dataset.read);
    sessionStorage.setItem("read", JSON.stringify(seen.slice(-400)));
  }
  for (const line of document.querySelectorAll(".ruling-line[data-read]")) {
    const box = line.querySelector(".read");
    if (box) box.textContent = seen.includes(line.dataset.read) ? "✓" : "";
    box?.classList.toggle("ready", seen.includes(line.dataset.read));
  }
}

document.addEventListener("drawn", tickRead);
tickRead();

// A new phase begins at the top of its work; a piece of news leaves the column where it is.
let moment = document.getElementById("work").dataset.moment;
document.addEventListener("drawn", () => {
  const work = document.getElementById("work");
  if (work.dataset.moment !== moment) work.scrollTop = 0;
  moment = work.dataset.moment;
});

// Single keys (R, I, M, N, U, P) can be switched off, for those whom they surprise.
function showKeys() {
  const button = document.getElementById("keys");
  if (!button) return;
  const off = localStorage.getItem("keys") === "off";
  button.hidden = false;
  button.textContent = off ? button.dataset.off : button.dataset.on;
  button.setAttribute("aria-pressed", String(!off));
}
document.addEventListener("click", (event) => {
  if (event.target.id !== "keys") return;
  localStorage.setItem("keys", localStorage.getItem("keys") === "off" ? "on" : "off");
  showKeys();
});
document.addEventListener("drawn", showKeys);
showKeys();

// Minutes passing tell who is away, though nothing was done.
setInterval(() => document.dispatchEvent(new Event("renew")), 60000);

// A link is copied by a button; plain HTTP has no clipboard for scripts, so there the old way is gone.
function showCopying() {
  for (const button of document.querySelectorAll("[data-copies], [data-unticks]")) button.hidden = false;
}

// To one seat only: take all ticks away, then tick the one.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-unticks]");
  if (!button) return;
  for (const box of button.parentElement.querySelectorAll("input:checked")) {
    box.checked = false;
    for (const kind of ["input", "change"]) box.dispatchEvent(new Event(kind, { bubbles: true }));
  }
});
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copies);
  let done = false;
  try {
    await navigator.clipboard.writeText(field.value);
    done = true;
  } catch {
    field.focus();
    field.select();
    done = document.execCommand("copy");
    if (done) button.focus();
  }
  if (!done) return; // the link is marked, to be copied by hand
  const word = button.textContent;
  button.textContent = button.dataset.copied;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => { if (button.textContent === button.dataset.copied) button.textContent = word; }, 2000);
});
document.addEventListener("drawn", showCopying);
showCopying();
