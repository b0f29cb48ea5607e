// What happened, for those who do not see it: the lines of #to-say that a drawing brings are said once, politely.
// They are the words of the page's own view, so nothing is said that the page does not show.

const REST = 10000; // milliseconds after which what was said stands there no more
const region = document.getElementById("aloud");
const lines = () => [...document.querySelectorAll("#to-say > [data-line]")];
let known = new Set(lines().map((line) => line.dataset.line));
let resting = 0;

export function speak(words) {
  if (!words) return;
  region.textContent = region.textContent === words ? `${words}\u00a0` : words; // the same again is news, too
  clearTimeout(resting);
  resting = setTimeout(() => { region.textContent = ""; }, REST);
}

document.addEventListener("drawn", () => {
  const found = lines();
  speak(found.filter((line) => !known.has(line.dataset.line)).map((line) => line.textContent.trim()).join(" "));
  known = new Set(found.map((line) => line.dataset.line));
});
