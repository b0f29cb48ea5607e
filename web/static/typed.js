// What a person has typed and not sent. It is theirs: nothing that comes from the server takes it away, and it is there
// again when the page is loaded anew. Orders are not among it: the server keeps them as they are chosen.

export const typedIn = new WeakSet(); // forms a person has typed into and not sent

const PLACE = `typed ${location.pathname}`;
const FIELDS = "textarea, input:not([type=hidden]):not([type=submit]):not([type=file]), select";

const fields = (form) => [...form.querySelectorAll(FIELDS)].filter((field) => field.name);
const ticks = (field) => field.type === "checkbox" || field.type === "radio";
const value = (field) => (ticks(field) ? field.checked : field.value);
const first = (field) => {
  if (ticks(field)) return field.defaultChecked;
  if (field.tagName !== "SELECT") return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) || field.options[0])?.value ?? "";
};

function put(field, found) {
  if (ticks(field)) field.checked = found;
  else field.value = found;
}

// The values of a form as they stand, to be compared later.
export function snapshot(form) {
  return new Map(fields(form).map((field) => [field, value(field)]));
}

// Takes away what was sent, and nothing that was typed since. Whether that was all.
export function clean(form, sent) {
  // All are compared before any is put back: to check one radio button is to uncheck another.
  const since = new Set(fields(form).filter((field) => sent.has(field) && sent.get(field) !== value(field)));
  const choices = new Set([...since].filter((field) => field.type === "radio").map((field) => field.name));
  for (const field of fields(form)) {
    if (!since.has(field) && !(field.type === "radio" && choices.has(field.name))) put(field, first(field));
  }
  const whole = !since.size;
  if (whole) forget(form);
  else save(form);
  return whole;
}

// The texts that were sent and are not in their fields any more.
export function gone(sent) {
  return [...sent].filter(([field, text]) => !ticks(field) && field.tagName !== "SELECT" && text.trim() && value(field) !== text).map(([, text]) => text);
}

export function forget(form) {
  typedIn.delete(form);
  delete form.dataset.stale;
  form.querySelectorAll(":scope > .stale-note").forEach((note) => note.remove());
  keep(form.dataset.form, null);
}

export function forgetAll() {
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith("typed ")) sessionStorage.removeItem(name);
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}

// ---------------------------------------------------------------- Over a reload

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) || "{}");
  } catch {
    return {};
  }
}

function keep(name, found) {
  if (!name) return;
  const all = kept();
  if (found) all[name] = found;
  else delete all[name];
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(all));
  } catch {
    // private windows of some browsers keep nothing
  }
}

// Fields by their name, and by what tells those of one name apart.
const key = (field, place) => (ticks(field) ? `${field.name} ${field.value}` : `${field.name} ${place}`);

function keyed(form) {
  const met = {};
  return fields(form).map((field) => [key(field, (met[field.name] = (met[field.name] ?? -1) + 1)), field]);
}

const keptByServer = (form) => Boolean(form.elements.base);

export function save(form) {
  if (!form.dataset.form || form.dataset.draft !== undefined || keptByServer(form)) return;
  const changed = keyed(form).filter(([, field]) => value(field) !== first(field));
  const found = changed.length ? { version: form.elements.version?.value ?? "", values: changed.map(([name, field]) => [name, value(field)]) } : null;
  keep(form.dataset.form, found);
}

// Fills forms in again as they were left. One that was begun on another version says so, as it did before.
export function restore() {
  const all = kept();
  for (const form of document.querySelectorAll("form[data-form]")) {
    const found = all[form.dataset.form];
    if (!found || typedIn.has(form) || form.dataset.draft !== undefined || keptByServer(form)) continue;
    const here = new Map(keyed(form));
    for (const [name, text] of found.values) {
      const field = here.get(name);
      if (field) put(field, text);
    }
    typedIn.add(form);
    const version = form.elements.version;
    if (version && version.value !== found.version) {
      version.value = found.version;
      form.dataset.stale = "yes";
    }
  }
}

// What was typed before this file was there is typed, too.
export function takeUp() {
  for (const form of document.querySelectorAll("form[data-form]")) {
    if (typedIn.has(form) || form.dataset.draft !== undefined || keptByServer(form)) continue;
    if (!fields(form).some((field) => !ticks(field) && field.tagName !== "SELECT" && value(field) !== first(field))) continue;
    typedIn.add(form);
    save(form);
  }
}
