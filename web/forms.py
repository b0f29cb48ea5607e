"""What the fields of a form mean as the data of a command. Nothing is decided here: the engine refuses.

A form is read by the type of its command; the few that a page lays out otherwise have a reader of their own.
"""

import re
from collections.abc import Callable

from msgspec import inspect
from werkzeug.datastructures import MultiDict

from engine.play.commands.declared import (
    COMMANDS,
    Action,
    Argue,
    Bulletin,
    Cover,
    Fields,
    Finding,
    Guess,
    Improvise,
    Note,
    Orders,
    Promise,
    Propose,
    Rate,
    Weigh,
)
from engine.play.commands.reading import bare, sendable, struct_of
from engine.play.references import reference
from engine.review.fork import OTHERS, Others
from engine.rules.verbs import NAMING

Form = MultiDict[str, str]
Data = dict[str, object]
"""The data of a command as a form says it. What of it is wrong, the door of the engine says."""
CLEARING = (Rate, Finding, Action, Cover)
"""Commands whose forms show all that stands: a text left empty is empty there, and elsewhere is not given."""


def texts(form: Form, name: str) -> str | dict[str, str]:
    """A text in one language or several: fields `text`, or `text.en`, `text.pl`."""
    by_language = {key.partition(".")[2]: value for key, value in form.items() if key.startswith(f"{name}.")}
    written = {code: value.strip() for code, value in by_language.items() if value.strip()}
    if written:
        return written
    return form.get(name, "")


def number(value: str) -> int | str:
    """A whole number where there is one; else the text, for the engine to refuse."""
    try:
        return int(value)
    except ValueError:
        return value


def prefixed(form: Form, name: str) -> Data:
    """Of `choices` the fields `choice.variant`, of `terms` `term.relief`: by what stands behind the dot."""
    prefix = f"{name.removesuffix('s')}."
    return {key[len(prefix) :]: value for key, value in form.items() if key.startswith(prefix) and value}


def value(form: Form, name: str, kind: inspect.Type) -> object:
    """What a form says for a field of this type; where it says nothing, an empty one."""
    if isinstance(kind, inspect.DictType):
        return prefixed(form, name)
    if isinstance(kind, inspect.UnionType):
        return texts(form, name)
    if isinstance(kind, inspect.BoolType):
        return form.get(name, "no") not in ("", "no")
    if isinstance(kind, inspect.IntType):
        return number(form.get(name, ""))
    if isinstance(kind, inspect.ListType) and isinstance(bare(kind.item_type), inspect.IntType):
        return [number(part) for part in re.findall(r"[^\s,;]+", " ".join(form.getlist(name)))]
    if isinstance(kind, inspect.ListType):
        return [part for part in form.getlist(name) if part]
    return form.get(name, "")


def by_type(kind: type[Fields], *left_out: str) -> Callable[[Form], Data]:
    """How the form of a command is read: a field of the type by the field of that name.

    One that the command needs is always there, empty or not, for the engine to refuse.
    """
    fields = {field.encode_name: field for field in struct_of(kind).fields}
    known = {name: fields[name] for name in sendable(struct_of(kind)) if name not in left_out}

    def read(form: Form) -> Data:
        found: Data = {}
        for name, field in known.items():
            said = value(form, name, bare(field.type))
            kept = name in form and (said != "" or (kind in CLEARING and name != kind.edits))
            if field.required or kept or (said and name not in form):
                found[name] = said
        return found

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
    found |= {"base": form["base"].split()} if "base" in form else {}
    found |= {name: form[name] for name in ("comment", "about") if form.get(name)}
    return found | ({"role": form["role"]} if form.get("role") else {})


def propose(form: Form) -> Data:
    """An agreement with its terms and whom it invites; or a free text among roles."""
    found = by_type(Propose, "terms", "invites")(form)
    if "agreement" in found:
        found |= {"terms": prefixed(form, "terms"), "invites": form.getlist("invites")}
    return found


def argue(form: Form) -> Data:
    """What is wanted is chosen as one thing: `want` is `tension:-1`. `secret` is a form's own."""
    effect, _, amount = form.get("want", "").rpartition(":")
    found = by_type(Argue, "effect", "amount", "secret")(form)
    found |= {"secret": True} if form.get("in_secret") == "yes" else {}
    if "want" not in form:
        return found | {"effect": form.get("effect", "")}
    return found | {"effect": effect, "amount": number(amount)}


def weigh(form: Form) -> Data:
    """Arguments that count: of the fields `count.1`, `count.south` those that say so."""
    counts = [name for name, said in prefixed(form, "counts").items() if said == "yes"]
    return by_type(Weigh, "counts")(form) | {"counts": counts}


def promise(form: Form) -> Data:
    """What is promised is chosen as one thing: `order:KEY` or `agreement:ID`."""
    kind, _, name = form.get("what", "").partition(":")
    found = by_type(Promise)(form)
    return found | ({kind: name} if kind in ("order", "agreement") else {})


def guess(form: Form) -> Data:
    """By card what it was, `value.moscow`; a field that is empty takes back what was said of it."""
    said = {key.removeprefix("value."): word for key, word in form.items() if key.startswith("value.")}
    return by_type(Guess, "values")(form) | {"values": said}


def improvise(form: Form) -> Data:
    """An inject written on the spot, its effects as an exercise file writes them."""
    found, when = by_type(Improvise, "effects", "when")(form), form.get("when", "now")
    found["when"] = number(form.get("turn", "")) if when == "turn" else when
    return found | ({"effects": effects(form)} if form.get("effects_given") else {})


def effects(form: Form) -> Data:
    """Rows of `what.1` and `change.1`: a track with its change, or a verb: `set flag: word`."""
    named: dict[str, list[str | dict[str, str]]] = {}
    found: Data = {}
    for key, what in form.items():
        head, _, row = key.partition(".")
        if head != "what" or not what:
            continue
        verb, _, name = what.partition(" ")
        if verb in NAMING:
            flag, colon, word = name.partition(": ")
            found[verb] = named.setdefault(verb, [])
            named[verb].append({flag: word} if colon else name)
        else:
            change = form.get(f"change.{row}", "").strip().replace("\u2212", "-")
            found[what] = change if change.startswith("+") else number(change)
    return found | {verb: names[0] for verb, names in named.items() if len(names) == 1}


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


def resting(kind: type[Fields]) -> Callable[[Form], Data]:
    """Of `links`, which a form has for both, a number names a line and `12.3` an event of it."""
    read = by_type(kind)

    def parted(form: Form) -> Data:
        found = read(form)
        if "links" in form:
            named = found.pop("links", [])
            assert isinstance(named, list)
            single = [name for name in named if isinstance(name, str) and "." in name]
            found["links"] = [name for name in named if name not in single]
            if single or kind is Finding:  # a finding keeps what it is not given; a rating is given whole
                found["events"] = single
        return found

    return parted


def note(form: Form) -> Data:
    """A note; `at` names the event it is pinned to."""
    found, at = by_type(Note)(form), reference(form.get("at", ""))
    if at:
        found["line"] = at.line
        found |= {"event": at.event} if at.event else {}
    return found


def seating(form: Form) -> tuple[Others, bool]:
    """Who takes the seats that people held in a fork, and whether what was decided there stays."""
    seats = next((others for others in OTHERS if others == form.get("seats")), OTHERS[0])
    return seats, form.get("keep") == "yes"


DRAFT = "draft"
"""The one form that becomes no line: what a seat has chosen and not sealed."""
OWN: dict[type[Fields], Callable[[Form], Data]] = {
    Orders: orders,
    Argue: argue,
    Weigh: weigh,
    Propose: propose,
    Promise: promise,
    Guess: guess,
    Improvise: improvise,
    Bulletin: bulletin,
    Rate: resting(Rate),
    Finding: resting(Finding),
    Note: note,
}
READERS: dict[str, Callable[[Form], Data]] = {
    **{name: OWN.get(kind) or by_type(kind) for name, kind in COMMANDS.items()},
    DRAFT: orders,
}
"""By command, how its form is read."""
