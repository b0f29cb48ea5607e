"""What has happened since somebody last looked: from the facts of a view to what is read out."""

from typing import cast

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from console import arguing, rulings, situation
from console.layout import hanging, heading
from engine.views.seen import Fact, Foreseen, JudgedFact, MessageFact, OrderFact, View, is_control
from engine.words.language import Language

SIGNS = {
    "message": "✉", "statement": "❝", "proposal": "✎", "signature": "✎", "announced": "✎", "agreement": "✎",
    "leaving": "✎", "told": "ℹ", "question": "?", "answer": "✓", "red_line": "!", "brink": "!",
    "overdue": "!",
    "refused": "×", "rejected": "×", "offer": "+", "reply": "□", "request": "□", "promise": "✎", "chair": "⌂",
    "undo": "↶", "text": "✎",
}  # fmt: skip
QUIET = frozenset(
    (
        *("phase", "startex", "orders", "shelved", "dice", "note", "mark", "override", "seat", "locked"),
        *("clock", "written", "edited", "notebook", "weighed", "guess"),
    )
)
"""Kinds that are read out as a plain line."""


def letter(fact: MessageFact, language: Language) -> RenderableType:
    """A private text, as a letter; a sealed one is marked where control reads it."""
    details = fact["details"]
    text = details.get("text")
    if text is None:
        return Text(f"✉ {fact['text']}")
    title = fact["text"].removesuffix(f": {text}")
    if details.get("sealed"):
        title += f" ({language.say('sealed')})"
    body = Text(text, style="world")
    return Panel(body, title=Text(f"✉ {title}"), title_align="left", border_style="quiet", padding=(0, 1))


def fact(entry: Fact, view: View, language: Language) -> RenderableType | None:
    """One fact as it is read out; None for one that is told in another place."""
    kind, text = entry["kind"], entry["text"]
    if entry["kind"] == "inject":
        return situation.inject(entry["details"], language, control=is_control(view))
    if entry["kind"] == "ruling":
        return rulings.ruling(entry["details"], text, language)
    if entry["kind"] == "message":
        return letter(entry, language)
    if entry["kind"] == "phase":
        return heading(
            language.say(
                "Turn {turn}: {phase}", turn=entry["turn"], phase=language.say(entry["details"]["phase"])
            )
        )
    if entry["kind"] == "track":
        causes = "; ".join(entry["details"]["causes"])
        return hanging(" ", Text.assemble(text, (f"  ({causes})", "quiet")))
    if entry["kind"] == "order":
        return order(entry, view, language)
    if entry["kind"] == "judged":
        return judged(entry, view, language)
    if kind == "endex":
        return Panel(Text(text, style="title"), border_style="title")
    if kind in QUIET:
        return Text(text, style="quiet")
    return hanging(SIGNS.get(kind, "·"), text, style="title" if kind in ("brink", "red_line") else "")


def judged(entry: JudgedFact, view: View, language: Language) -> RenderableType:
    """What was made of an argued order: each argument, whether it counts or not."""
    said = entry["details"]["arguments"] if not entry["details"]["inadmissible"] else []
    drawn = [arguing.argument(one, view, language, weighed=True) for one in said]
    return Group(hanging("·", entry["text"]), *drawn)


def foretold(entry: Foreseen, view: View, language: Language) -> RenderableType | None:
    """A fact that has not happened yet, read out as if it had."""
    return fact(cast(Fact, {"details": entry, **entry}), view, language)


def order(entry: OrderFact, view: View, language: Language) -> RenderableType:
    """An order carried out, with what it always does."""
    details = entry["details"]
    text = Text(details["title"])
    if details["secret"]:
        text.append(f" [{language.say('secret')}]", style="title")
    if details["effects"]:
        text.append(f"  → {'; '.join(details['effects'])}", style="quiet")
    width = max(len(role["code"]) for role in view["roles"]) + 2
    return hanging(situation.role_text(view, details["role"]), text, width=width)


def facts(
    view: View, since: int, language: Language, skip: frozenset[str] = frozenset()
) -> list[RenderableType]:
    """The facts after a number, each as it is read out."""
    found = []
    for entry in view["story"]:
        if entry["number"] > since and entry["kind"] not in skip:
            drawn = fact(entry, view, language)
            if drawn is not None:
                found.append(drawn)
    return found


def published(view: View, entries: list[Fact], language: Language) -> list[tuple[str, list[RenderableType]]]:
    """Published rulings in the order of a reading: what was done, what was ruled, the end of the turn."""
    say = language.say
    parts: dict[str, list[RenderableType]] = {"done": [], "ruled": [], "end": [], "other": []}
    for entry in entries:
        drawn = fact(entry, view, language)
        if drawn is None or entry["kind"] in ("phase", "track"):
            continue
        if entry["kind"] in ("order", "refused", "agreement", "judged"):
            parts["done"].append(drawn)
        elif entry["kind"] == "ruling":
            details = entry["details"]
            parts["end" if details["drift"] and "odds" not in details else "ruled"].append(drawn)
        else:
            parts["other"].append(drawn)
    titles = {
        "done": say("What was done"),
        "ruled": say("Rulings"),
        "end": say("End of the turn"),
        "other": say("And"),
    }
    return [(titles[name], found) for name, found in parts.items() if found]


def standing_facts(view: View, language: Language) -> list[RenderableType]:
    """What somebody who sits down in the middle of a turn must know: words and papers of this turn."""
    kinds = (
        "message",
        "statement",
        "proposal",
        "signature",
        "announced",
        "leaving",
        "offer",
        "reply",
        "chair",
        "told",
    )
    return [
        drawn
        for entry in view["story"]
        if entry["turn"] == view["turn"] and entry["kind"] in kinds and entry["phase"] != "situation"
        if (drawn := fact(entry, view, language)) is not None
    ]
