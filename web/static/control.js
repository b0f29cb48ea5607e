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
