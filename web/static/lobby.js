// The lobby: a role that the chosen seating makes control is no seat to be ticked, and says what it is.
// Without this file the answer to the form says so.

function seat() {
  const preset = document.querySelector("[name=preset]:checked")?.value;
  for (const tick of document.querySelectorAll("[data-controls-under]")) {
    const controls = tick.dataset.controlsUnder.split(" ").includes(preset);
    tick.querySelector("input").disabled = controls;
    tick.querySelector(".tag").hidden = !controls;
  }
}

document.addEventListener("change", (event) => event.target.name === "preset" && seat());
document.addEventListener("drawn", seat);
seat();
