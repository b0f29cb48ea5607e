// Forms are sent without leaving the page. A second press while the first is under way waits its turn: it is neither
// lost nor doubled, and nothing that was typed meanwhile is taken away.

import { connection, here, load, note, unsaid } from "./page.js";
import { forgetAll, gone, save, snapshot, typedIn } from "./typed.js";

const queues = new WeakMap(); // form -> what waits to be sent, the first being under way

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset.form && form?.dataset.keep === undefined) return;
  typedIn.add(form);
  save(form);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.dataset.leaves !== undefined) forgetAll(); // whoever comes next to this browser finds nothing typed
  if (event.defaultPrevented || !form.dataset.form) return;
  if (event.submitter?.dataset.look !== undefined) return; // nothing is done: another page only looks at it
  event.preventDefault();
  clearTimeout(trying);
  const submitter = event.submitter;
  if (submitter?.dataset.tries !== undefined) return tryOut(form, submitter).catch(() => {});
  if (form.dataset.confirm && !(await agreed(form, submitter))) return;
  send(form, submitter);
});

// What belongs to the page and not to the person: the words of each request are its own.
const OWN = ["once", "version", "secret", "back", "base"];

function said(data) {
  const found = new URLSearchParams(data);
  OWN.forEach((name) => found.delete(name));
  return found.toString();
}

// The button that was pressed may have been drawn anew while somebody was asked.
function collected(form, submitter, command) {
  const within = submitter?.form === form ? submitter : null;
  const data = new URLSearchParams(new FormData(form, within));
  if (submitter?.name && !within) data.append(submitter.name, submitter.value);
  if (command) data.append("command", command);
  return data;
}

// `command` is another one than the form's own; it is sent quietly, and the page stays where it is.
export function send(form, submitter = null, command = "") {
  const sending = { data: collected(form, submitter, command), sent: snapshot(form), submitter, quiet: Boolean(command) };
  const queue = queues.get(form) || [];
  if (queue.length && said(queue.at(-1).data) === said(sending.data)) return; // the second click of two
  queue.push(sending);
  queues.set(form, queue);
  if (queue.length === 1) work(form, queue);
  else if (!command) note(form, "waiting-note", connection.dataset.waiting);
}

async function work(form, queue) {
  form.dataset.busy = "yes";
  while (queue.length) {
    const sending = queue[0];
    sending.submitter?.setAttribute("aria-busy", "true");
    try {
      const how = { form, sent: sending.sent, stay: sending.quiet, quiet: sending.quiet };
      await load(form.action, { method: "POST", body: sending.data }, how);
      spend(form, sending.data);
    } catch {
      unsaid(form, "failed-note", connection.dataset.failed, queue.flatMap((entry) => gone(entry.sent)));
      queue.length = 1; // nothing goes out later, when nobody expects it any more
      form.dispatchEvent(new Event("unsent", { bubbles: true }));
    } finally {
      sending.submitter?.removeAttribute("aria-busy");
    }
    queue.shift();
    if (queue.length) renewed(form, queue[0].data);
  }
  delete form.dataset.busy;
}

// What is sent next is another command, also from a form that the page no longer has and draws no more.
function spend(form, data) {
  const once = form.elements.once;
  if (once && once.value === data.get("once")) once.value += ".";
}

// What waited goes out with the tokens of the page as it now stands.
function renewed(form, data) {
  for (const name of OWN) if (form.elements[name] && data.has(name)) data.set(name, form.elements[name].value);
}

const agreed = ({ dataset }, submitter) =>
  confirmed(dataset.confirm, submitter?.firstChild?.textContent.trim(), JSON.parse(dataset.notes || "[]"));

// A final step asks once, with what will happen above and the verb on the button.
export function confirmed(question, verb, notes = []) {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = "confirm";
    const text = document.createElement("p");
    text.textContent = question;
    const list = document.createElement("ul");
    for (const words of notes) list.append(Object.assign(document.createElement("li"), { textContent: words }));
    const yes = document.createElement("button");
    yes.className = "button strong";
    yes.textContent = verb || "OK";
    const no = document.createElement("button");
    no.className = "button";
    no.textContent = here().cancel || "✕";
    dialog.append(text, ...(notes.length ? [list] : []), yes, no);
    document.documentElement.append(dialog);
    const end = (answer) => { dialog.close(); dialog.remove(); resolve(answer); }; // the focus goes back to the button
    yes.addEventListener("click", () => end(true));
    no.addEventListener("click", () => end(false));
    dialog.addEventListener("cancel", () => end(false));
    dialog.showModal();
  });
}

// What a form would do, asked of the server while it is written: <form data-try>. Nothing is done.
export async function tryOut(form, submitter = null, quiet = false) {
  const data = new URLSearchParams(new FormData(form, submitter));
  if (submitter?.name === "start") typedIn.delete(form); // the fields are filled anew, with what was typed in them
  else typedIn.add(form);
  await load(form.dataset.try, { method: "POST", body: data }, { stay: true, quiet });
  if (form.isConnected) typedIn.add(form);
}

let trying = 0;
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.form;
    if (form?.dataset.try === undefined) return;
    clearTimeout(trying);
    trying = setTimeout(() => form.isConnected && tryOut(form).catch(() => {}), kind === "change" ? 20 : 500);
  });
}
