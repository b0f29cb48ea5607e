// A page whose main part is marked as going is asked for anew until it no longer is: something is computed for it.
// Without this file the page loads itself again.

import { load } from "./page.js";

const OFTEN = 400; // milliseconds between two looks at how far it is

let looking = false;

async function look() {
  if (looking || document.hidden || document.querySelector("main[data-going]") === null) return;
  looking = true;
  try {
    await load(location.href, {}, { quiet: true });
  } catch {
    // it is asked for again
  } finally {
    looking = false;
  }
}

setInterval(look, OFTEN);
document.addEventListener("visibilitychange", look);
