"""What the fields of a form mean as the data of a command. Nothing is decided here: the engine refuses."""

import re
from collections.abc import Callable
from typing import Any

from werkzeug.datastructures import MultiDict

Form = MultiDict[str, str]
Data = dict[str, Any]


def texts(form: Form, name: str) -> Any:
    """A text in one language or several: fields `text`, or `text.en`, `text.pl`."""
    by_language = {key.partition(".")[2]: value for key, value in form.items() if key.startswith(f"{name}.")}
    written = {code: value.strip() for code, value in by_language.items() if value.strip()}
    if written:
        return written
    return form.get(name, "")


def number(value: str) -> Any:
    """A whole number where there is one; else the text, for the engine to refuse."""
    try:
        return int(value)
    except ValueError:
        return value


def prefixed(form: Form, prefix: str) -> Data:
    """Fields `choice.variant`, `term.relief`: by what stands behind the dot."""
    return {key[len(prefix) :]: value for key, value in form.items() if key.startswith(prefix) and value}


def just(*names: str, lists: tuple[str, ...] = ()) -> Callable[[Form], Data]:
    """Fields as they are; a field that was left empty is left out."""

    def read(form: Form) -> Data:
        found: Data = {name: form[name] for name in names if form.get(name)}
        return found | {name: form.getlist(name) for name in lists if form.getlist(name)}

    return read


def ticked(form: Form) -> list[Data]:
    """The boxes ticked, each with what belongs to it: `secret:KEY`, `message:KEY`, and `target:KEY`.

    A box whose `target:KEY` is there and empty stands for no order.
    """
    entries = []
    for key in form.getlist("order"):
        target = form.get(f"target:{key}", key)
        if not target:
            continue
        entry: Data = {"order": target}
        if form.get(f"secret:{key}"):
            entry["secret"] = True
        if form.get(f"message:{key}"):
            entry["message"] = form[f"message:{key}"]
        entries.append(entry)
    return entries


def orders(form: Form) -> Data:
    """What is chosen; `base` names what the page showed as chosen before, so that others' choices stay."""
    found: Data = {"orders": ticked(form)}
    return found | ({"base": form["base"].split()} if "base" in form else {})


def words(form: Form) -> Data:
    """A message: to seats, given to a carrier (`through` and `carry`), or in answer through one."""
    found = just("text", "through", lists=("to",))(form)
    return found | {name: True for name in ("carry", "sealed") if form.get(name)}


def proposal(form: Form) -> Data:
    """An agreement with its terms, or a free text among roles."""
    found = just("agreement", "text", lists=("to",))(form)
    if "agreement" in found:
        found |= {"terms": prefixed(form, "term."), "invites": form.getlist("invites")}
    return found


def answer(form: Form) -> Data:
    found = just("question", "answer", "text")(form)
    return found | ({"sealed": True} if form.get("sealed") else {})


def release(form: Form) -> Data:
    found = just("inject", "reason", lists=("to",))(form)
    choices = prefixed(form, "choice.")
    return found | ({"choices": choices} if choices else {})


def improvise(form: Form) -> Data:
    """An inject written on the spot, its effects as an exercise file writes them."""
    found = just("type", "template", "inject", "reason", lists=("to",))(form)
    if "because" in form:
        found["because"] = [claim for claim in form.getlist("because") if claim]
    for name in ("text", "title", "from", "expect"):
        value = texts(form, name)
        if value:
            found[name] = value
    when = form.get("when", "now")
    found["when"] = number(form.get("turn", "")) if when == "turn" else when
    if form.get("effects_given"):
        found["effects"] = effects(form)
    return found


VERBS = ("set", "clear", "open", "close", "run")


def effects(form: Form) -> Data:
    """Rows of `what.1` and `change.1`: a track with its change, or a verb: `set flag: word`."""
    found: Data = {}
    for key, what in form.items():
        head, _, row = key.partition(".")
        if head != "what" or not what:
            continue
        verb, _, name = what.partition(" ")
        if verb in VERBS:
            flag, colon, word = name.partition(": ")
            found.setdefault(verb, []).append({flag: word} if colon else name)
        else:
            change = form.get(f"change.{row}", "").strip().replace("\u2212", "-")
            found[what] = change if change.startswith("+") else number(change)
    return {what: value[0] if what in VERBS and len(value) == 1 else value for what, value in found.items()}


def dice(form: Form) -> Data:
    thrown = [number(value) for value in form.getlist("dice") if value.strip()]
    return {"ruling": form.get("ruling", ""), "dice": thrown}


def bulletin(form: Form) -> Data:
    """Items in one language or several: `item.1`, or `item.1.en` and `item.1.pl`; no empty ones."""
    plain: dict[int, str] = {}
    spoken: dict[int, dict[str, str]] = {}
    for key, value in form.items():
        head, _, rest = key.partition(".")
        place, _, code = rest.partition(".")
        if head != "item" or not re.fullmatch("[0-9]{1,4}", place) or not value.strip():
            continue
        if code:
            spoken.setdefault(int(place), {})[code] = value.strip()
        else:
            plain[int(place)] = value.strip()
    found = {**plain, **spoken}
    return {"items": [found[place] for place in sorted(found)]}


def note(form: Form) -> Data:
    """A note; `line` pins it to a past line, `note` is that of one which is corrected or withdrawn."""
    found = just("text", "kind", "about")(form)
    found |= {name: number(form[name]) for name in ("line", "note") if form.get(name)}
    return found | ({"withdrawn": True} if form.get("withdrawn") == "yes" else {})


def evaluated(*names: str, key: str = "") -> Callable[[Form], Data]:
    """What evaluators fill in. A field left empty is empty, so that an edit can clear it.

    `key` is the field that names what is edited, and `withdrawn` takes that back. `links` are lines of the
    log, as several fields or in one: 12, 15.
    """

    def read(form: Form) -> Data:
        found: Data = {name: form[name] for name in names if name in form}
        if form.get(key):
            found[key] = form[key]
        if "links" in found:
            found["links"] = [
                number(line) for line in re.findall(r"[^\s,;]+", " ".join(form.getlist("links")))
            ]
        if key and "withdrawn" in form:
            found["withdrawn"] = form["withdrawn"] == "yes"
        return found

    return read


def counted(name: str) -> Callable[[Form], Data]:
    return lambda form: {name: number(form.get(name, ""))}


def undo(form: Form) -> Data:
    found = just("reason", "told")(form)
    return found | ({"line": number(form["line"])} if form.get("line") else {})


def counting(form: Form) -> Data:
    return {"drafts": form.get("drafts") == "yes"}


DRAFT = "draft"
"""The one form that becomes no line: what a seat has chosen and not sealed."""
READERS: dict[str, Callable[[Form], Data]] = {
    "startex": just(),
    "advance": just(),
    "pause": just(),
    "resume": just(),
    "clock": counted("minutes"),
    "seat": just("seat", "by"),
    "counting": counting,
    "finish": just(),
    "disclose": just("what"),
    "note": note,
    "rate": evaluated("objective", "rating", "text", "links"),
    "finding": evaluated(
        *("kind", "title", "objective", "analysis", "recommendation", "links"), key="finding"
    ),
    "action": evaluated(
        *("text", "finding", "element", "owner", "contact", "start", "due", "status"), key="action"
    ),
    "chair": just("act", "text"),
    "request": just("text", "role", "order"),
    "reply": just("text", "request", lists=("to",)),
    "settle": just("request", "how"),
    "accept": just("request", "message"),
    "release": release,
    "hold": just("inject", "reason"),
    "defer": just("inject", "reason"),
    "skip": just("inject", "reason"),
    "decline": just("inject", "reason"),
    "improvise": improvise,
    "orders": orders,
    DRAFT: orders,
    "answer": answer,
    "override": just("ruling", "row", "reason"),
    "dice": dice,
    "message": words,
    "statement": just("text"),
    "mark": just("statement", "mark", "role"),
    "withdraw": just("statement"),
    "propose": proposal,
    "sign": just("proposal"),
    "unsign": just("proposal"),
    "leave": just("agreement"),
    "bulletin": bulletin,
    "undo": undo,
}
"""By command, how its form is read."""
