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

// Single keys (I, M, N, U, P) can be switched off, for those whom they surprise.
function showKeys() {
  const button = document.getElementById("keys");
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
