// The page of a rehearsal: its tables are sorted by their headings. Without this file every table stands whole in its
// order.

import "./going.js";

// ---------------------------------------------------------------- Sorting

const key = (row, place) => row.cells[place].dataset.sort ?? row.cells[place].textContent.trim();
const language = () => document.documentElement.lang;

function before(one, other) {
  const [left, right] = [Number(one), Number(other)];
  if (one !== "" && other !== "" && !Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return one.localeCompare(other, language(), { numeric: true });
}

// Numbers begin with the highest, words with the first of the alphabet; a second press turns that round.
function sort(head) {
  const table = head.closest("table");
  const falls = head.ariaSort ? head.ariaSort === "ascending" : head.classList.contains("number");
  for (const other of table.tHead.querySelectorAll("th")) other.removeAttribute("aria-sort");
  head.ariaSort = falls ? "descending" : "ascending";
  const body = table.tBodies[0];
  const place = head.cellIndex;
  const rows = [...body.rows].sort((one, other) => before(key(one, place), key(other, place)));
  body.append(...(falls ? rows.reverse() : rows));
}

function makeSortable() {
  for (const head of document.querySelectorAll("table.sortable thead th:not(:has(button))")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sorts";
    button.append(...head.childNodes);
    head.append(button);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.sorts");
  if (button) sort(button.closest("th"));
});
document.addEventListener("drawn", makeSortable);
makeSortable();
