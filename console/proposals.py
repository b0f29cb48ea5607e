"""Agreements on the table: propose with terms, sign, take back, leave."""

from collections.abc import Sequence

from msgspec import UNSET
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from console.actions import Action
from console.hand import Hand
from console.matching import Option
from console.messages import reached
from console.situation import code_of, role_text
from engine.play.commands.declared import Leave, Propose, Sign, Unsign
from engine.views.seen import Agreement, Proposable, Proposal, RoleView, Term
from engine.words.language import Language

OWN_TEXT = "another"


def actions(view: RoleView) -> list[Action]:
    """What can be done about agreements now."""
    found = []
    if view["phase"] == "consultation":
        found.append(Action("propose", "Propose an agreement.", propose))
    found.append(Action("proposals", "Read the proposals on the table.", listed))
    if view["phase"] == "consultation" and any(entry["can_counter"] for entry in view["proposals"]):
        found.append(Action("counter", "Propose something else instead of a proposal.", counter))
    if any(entry["can_sign"] for entry in view["proposals"]):
        found.append(Action("sign", "Sign a proposal.", sign))
    if any(view["seat"] in entry["signed"] for entry in view["proposals"]):
        found.append(Action("unsign", "Take a signature back.", unsign))
    if any(view["seat"] in entry["needs"] for entry in view["agreements"]):
        found.append(Action("leave", "Leave an agreement in force.", leave))
    return found


def proposal(entry: Proposal, view: RoleView, language: Language) -> RenderableType:
    """A proposal: its text, its terms, and who has signed."""
    say = language.say
    lines: list[RenderableType] = [Text(entry["text"], style="world")]
    if entry["terms"]:
        lines.append(Text(say("Terms: {terms}", terms=entry["terms"]), style="title"))
    if entry["counters"]:
        was = entry["before"] or "; ".join(f"{term['title']}: {term['before']}" for term in entry["settled"])
        lines.append(Text(say("Instead of: {text}", text=was), style="quiet"))
    signed = [f"{'✓' if role in entry['signed'] else '○'} {role_text(view, role)}" for role in entry["needs"]]
    lines.append(Text(say("Signatures: {roles}", roles="  ".join(signed))))
    if entry["invites"]:
        invited = [
            f"{'✓' if role in entry['signed'] else '○'} {role_text(view, role)}" for role in entry["invites"]
        ]
        lines.append(Text(say("Invited as well: {roles}", roles="  ".join(invited)), style="quiet"))
    if entry["status"] == "announced":
        lines.append(Text(say("Signed by all; it enters into force with the rulings."), style="title"))
    title = Text(f"✎ {entry['title']}", style="title")
    by = Text(say("proposed by {role}", role=code_of(view, entry["by"])))
    return Panel(
        Group(*lines),
        title=title,
        title_align="left",
        subtitle=by,
        subtitle_align="right",
        border_style="quiet",
        padding=(0, 1),
    )


def listed(hand: Hand, rest: str) -> None:
    entries = hand.as_role["proposals"]
    hand.show(*(proposal(entry, hand.as_role, hand.language) for entry in entries))
    if not entries:
        hand.say("No proposal lies on the table for this seat.")


def pick(hand: Hand, entries: Sequence[Proposal | Agreement], rest: str) -> str:
    options = [
        Option(
            entry["id"],
            f"{entry['title']} ({entry['terms']})" if entry["terms"] else entry["title"],
        )
        for entry in entries
    ]
    return hand.prompt.choose(hand.language.say("Which agreement"), options, rest)


def sign(hand: Hand, rest: str) -> None:
    entries = [entry for entry in hand.as_role["proposals"] if entry["can_sign"]]
    key = pick(hand, entries, rest)
    hand.show(proposal(next(entry for entry in entries if entry["id"] == key), hand.as_role, hand.language))
    if hand.prompt.confirm(hand.language.say("Sign it?")):
        hand.do(Sign(proposal=key))


def unsign(hand: Hand, rest: str) -> None:
    entries = [entry for entry in hand.as_role["proposals"] if hand.seat in entry["signed"]]
    hand.do(Unsign(proposal=pick(hand, entries, rest)))


def leave(hand: Hand, rest: str) -> None:
    entries = [entry for entry in hand.as_role["agreements"] if hand.seat in entry["needs"]]
    key = pick(hand, entries, rest)
    if hand.prompt.confirm(hand.language.say("Leave it?")):
        hand.do(Leave(agreement=key))


def counter(hand: Hand, rest: str) -> None:
    """Put another proposal of the same kind in the place of one; its terms are asked one by one."""
    entries = [entry for entry in hand.as_role["proposals"] if entry["can_counter"]]
    key = pick(hand, entries, rest)
    entry = next(entry for entry in entries if entry["id"] == key)
    hand.show(proposal(entry, hand.as_role, hand.language))
    if entry["agreement"] is None:
        hand.do(Propose(counters=key, text=hand.prompt.ask(hand.language.say("Text of the agreement"))))
        return
    terms = {term["id"]: ask_term(hand, term) for term in entry["settled"]}
    hand.do(Propose(agreement=entry["agreement"], counters=key, terms=terms, invites=entry["invites"]))


def propose(hand: Hand, rest: str) -> None:
    """An agreement of the exercise with its terms, or a text of one's own."""
    say, entries = hand.language.say, hand.as_role["can_propose"]
    options = [Option(entry["id"], f"{entry['title']} ({parties(entry, hand.as_role)})") for entry in entries]
    key = hand.prompt.choose(
        say("Which agreement"), [*options, Option(OWN_TEXT, say("an agreement in words of one's own"))], rest
    )
    if key == OWN_TEXT:
        to = hand.prompt.several(say("With whom (several with commas)"), reached(hand))
        hand.do(Propose(to=to, text=hand.prompt.ask(say("Text of the agreement"))))
        return
    entry = next(entry for entry in entries if entry["id"] == key)
    hand.show(Text(entry["title"], style="title"), Text(entry["text"], style="world"))
    if entry["condition"]:
        hand.show(
            Text(
                say("It can be completed only while this holds: {condition}", condition=entry["condition"]),
                style="quiet",
            )
        )
    terms = {term["id"]: ask_term(hand, term) for term in entry["terms"]}
    invited = invites(hand, entry) if entry["may"] else UNSET
    hand.do(Propose(agreement=key, terms=terms, invites=invited))


def parties(entry: Proposable, view: RoleView) -> str:
    return ", ".join(code_of(view, role) for role in entry["needs"])


def ask_term(hand: Hand, term: Term) -> str | int:
    """One term of an agreement. Numbers are typed as they are, words chosen."""
    values = {str(value["word"]): value["word"] for value in term["values"]}
    if all(isinstance(value, int) for value in values.values()):
        while True:
            typed = hand.prompt.ask(f"{term['title']} ({' / '.join(values)})")
            if typed in values:
                return values[typed]
            hand.say("One of these: {values}", values=", ".join(values))
    options = [Option(str(value["word"]), value["title"]) for value in term["values"]]
    return values[hand.prompt.choose(term["title"], options)]


def invites(hand: Hand, entry: Proposable) -> list[str]:
    """Who may join without being needed."""
    say = hand.language.say
    nobody = say("nobody")
    options = [
        Option(role, f"{role_text(hand.as_role, role)} {as_what}") for role, as_what in entry["may"].items()
    ]
    chosen = hand.prompt.several(
        say("Invite as well (several with commas, or all)"), [*options, Option("nobody", nobody)]
    )
    return [role for role in chosen if role != "nobody"]
