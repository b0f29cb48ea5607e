"""The card of a decision: what can come of an order, an answer or an agreement, as far as a seat may know."""

import json
from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from console.actions import Action
from console.hand import Hand
from console.layout import hanging, heading
from console.matching import Option, find
from console.screen import clean_all, make_console
from console.situation import role_text
from console.speech import speech
from engine.play.commands import Refusal
from engine.record.run import Run
from engine.views import decision, view
from engine.views.pacts import terms_of
from engine.views.seen import (
    Decision,
    DecisionCase,
    DecisionGoal,
    DecisionModifier,
    DecisionRow,
    DecisionTable,
    DecisionTerms,
    View,
    Worth,
    is_role,
)
from engine.views.stories import Recent
from engine.words.language import Language
from engine.words.numbers import signed

WIDEST = 80
FEW_HOLDERS = 3
CHANCE = 10
WAYS = {
    "meets": "comes true",
    "undoes": "is lost",
    "nearer": "comes nearer",
    "further": "moves away",
}
CROSSING = {**WAYS, "meets": "is crossed", "undoes": "moves away"}
HOLDS = {"yes": "now", "no": "not now", "unseen": "perhaps; this seat cannot tell"}


def why_run(path: str, about: str, seat: str, terms: str, as_json: bool, lang: str | None) -> None:
    """The card of a decision of a run, drawn or as JSON."""
    from console.sitting import known_seat

    language, run = speech(lang), Run.open(path)
    order = run.exercise.orders.get(about)
    role = known_seat(run, seat) if seat else order.role if order else ""
    if role not in run.exercise.roles:
        raise Refusal("Say whose decision it is: --as ROLE.")
    found = decision(run.state, role, about, language.code, terms_of(terms))
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    console = make_console()
    console.width = min(console.width, WIDEST)
    picture = clean_all(view(run.state, role, language.code, Recent()))
    for part in card(clean_all(found), picture, language):
        console.print(part)


def card(found: Decision, view: View, language: Language) -> list[RenderableType]:
    """The whole card, from above: what it is, what can come of it, what shifts it, what it touches."""
    say, several = language.say, len(found["cases"]) > 1
    parts: list[RenderableType] = [heading(found["title"]), *head(found, view, language)]
    if found["kind"] == "order" and several:
        parts.append(
            Text(
                say("The other side answers first. The odds stand for each answer by itself."), style="quiet"
            )
        )
    for case in found["cases"]:
        parts += of_case(case, view, language)
    if "terms" in found:
        parts += of_terms(found["terms"], view, language)
    parts += touches(found, several, language)
    parts += worths(found["worth"], language)
    return [*parts, Text(""), Text(standing(found, language), style="quiet")]


def head(found: Decision, view: View, language: Language) -> Iterator[RenderableType]:
    """Cost, why not, what it does in any case, and who reads it."""
    say = language.say
    if found["text"]:
        yield Text(found["text"], style="world")
    if found["kind"] == "order":
        price = say("costs {cost}", cost=found["cost"]) if found["cost"] else say("free")
        yield Text(f"{price}, {say('leaves {left}', left=found['left'])}")
    if found["reason"]:
        yield Text(f"{say('Not now')}: {found['reason']}", style="title")
    for text in clauses(found["effects"], found["runs"], language):
        yield hanging(" →", text)
    if found["reads"]:
        roles = ", ".join(role_text(view, role) for role in found["reads"])
        yield Text(f"{say('Where it is secret, it is read by control and:')} {roles}", style="quiet")
    for warning in found["warns"]:
        yield Text(f"! {say('mind: {warning}', warning=warning)}", style="title")


def clauses(effects: list[str], runs: list[str], language: Language) -> list[str]:
    """What is changed, and the tables that decide what follows."""
    more = [language.say("then decided by: {tables}", tables=", ".join(runs))] if runs else []
    return [*effects, *more]


def of_case(case: DecisionCase, view: View, language: Language) -> Iterator[RenderableType]:
    """One answer, and everything that could come then."""
    yield Text("")
    if case["title"]:
        yield Text(case["title"], style="title")
    for text in clauses(case["effects"], case["runs"], language):
        yield hanging(" →", text)
    if case["returned"]:
        yield Text(language.say("Nothing is done then, and the cost comes back."), style="quiet")
    for table in case["tables"]:
        if len(case["tables"]) > 1:
            yield Text(table["table"], style="quiet")
        if table["odds"] == "none":
            yield Text(language.say("What is told may be false, so no odds are shown."), style="quiet")
        for row in table["rows"]:
            yield of_row(row, table["odds"] != "none", language)
        yield from shifts(table, view, language)


def of_row(row: DecisionRow, odds: bool, language: Language) -> RenderableType:
    """A row with its chance, the range of that, and what it changes."""
    say = language.say
    text = Text(row["row"] or say("Something this seat would not be told"))
    if row["chance"] is not None and not row["least"] == row["chance"] == row["most"]:
        text.append(f" ({spread(row, language)})", style="quiet")
    done = clauses(row["effects"], row["runs"], language)
    if done:
        text.append(f"\n{' · '.join(done)}", style="quiet")
    return hanging(chance(row["chance"], odds, language), text, width=CHANCE)


def spread(row: DecisionRow, language: Language) -> str:
    least, most = (round(100 * (row[end] or 0)) for end in ("least", "most"))
    return language.say("{least} to {most} with what is unseen", least=least, most=most)


def chance(found: float | None, odds: bool, language: Language) -> Text:
    if found is None:
        return Text(language.say("perhaps") if odds else "", style="quiet")
    return Text(language.say("{number} in 100", number=round(100 * found)), style="title")


def shifts(table: DecisionTable, view: View, language: Language) -> Iterator[RenderableType]:
    """The modifiers: those that count, those that may, and those that would help, with who holds them."""
    say, known = language.say, table["modifiers"]
    if not known and not table["unseen"]:
        return
    yield Text(f"  {say('What counts now')}: {say('sum {sum}', sum=signed(table['sum']))}", style="quiet")
    for entry in known:
        if entry["state"] == "counts":
            yield hanging(f"  {signed(entry['amount'])}", entry["reason"])
    for entry in known:
        if entry["state"] in ("unseen", "open"):
            yield hanging("  ? ", perhaps(entry, language))
    if table["unseen"]:
        least, most = (signed(amount) for amount in table["unseen"])
        yield hanging("  ? ", say("unseen, between {least} and {most}", least=least, most=most))
    helping = [entry for entry in known if entry["state"] != "counts" and entry["amount"] > 0]
    if helping and table["lowest"]:
        yield Text(f"  {say('Would raise it, and who holds it')}", style="quiet")
        now = round(100 * (table["above"] or 0))
        row = table["lowest"]
        yield Text(
            f"  {say('Now {number} in 100 for more than “{row}”', number=now, row=row)}", style="quiet"
        )
        for entry in helping:
            yield hanging(f"  {signed(entry['amount'])}", helps(entry, view, language))


def perhaps(entry: DecisionModifier, language: Language) -> Text:
    why = "it may hold unseen" if entry["state"] == "unseen" else "it hangs on this turn's orders"
    text = Text(entry["reason"])
    return text.append(f" {signed(entry['amount'])}, {language.say(why)}", style="quiet")


def helps(entry: DecisionModifier, view: View, language: Language) -> Text:
    """A modifier that would help: what it lacks, the chance with it, and who holds it."""
    text = Text(entry["reason"])
    if entry["missing"]:
        text.append(f" ({'; '.join(entry['missing'])})", style="quiet")
    then = language.say("then {number} in 100", number=round(100 * (entry["above"] or 0)))
    text.append(f" {then}", style="quiet")
    if len(entry["holders"]) <= FEW_HOLDERS:
        text.append("".join(f" {role_text(view, role)}" for role in entry["holders"]), style="title")
    if is_role(view) and len(entry["own"]) <= FEW_HOLDERS:
        own = [move["title"] for move in view["moves"] if move["order"] in entry["own"]]
        text.append("".join(f" · {title}" for title in own), style="title")
    return text


def of_terms(terms: DecisionTerms, view: View, language: Language) -> Iterator[RenderableType]:
    """What an agreement would mean."""
    say = language.say
    if terms["terms"]:
        yield Text(terms["terms"], style="title")
    if terms["condition"]:
        missing = f": {'; '.join(terms['missing'])}" if terms["missing"] else ""
        yield hanging(f"{say('Can be signed in full')}:", f"{say(HOLDS[terms['holds']])}{missing}")
    for label, entries in (
        ("Forbidden while in force", terms["forbids"]),
        ("Later", terms["later"]),
        ("What ends it", terms["ends"]),
    ):
        yield from listed(say(label), entries)
    for gain in terms["gains"]:
        label = f"{role_text(view, gain['role'])} {say('by what all know it wants')}"
        yield from listed(label, gain["aims"])


def listed(label: str, entries: Iterable[str]) -> Iterator[RenderableType]:
    for number, entry in enumerate(entries):
        if not number:
            yield Text(label, style="quiet")
        yield hanging("  ·", entry)


def touches(found: Decision, several: bool, language: Language) -> Iterator[RenderableType]:
    """The objectives and red lines that are touched, and where tracks could come to."""
    say = language.say
    yield Text("")
    yield Text(say("What it touches"), style="title")
    for goal in found["goals"]:
        yield from of_goal(goal, several, language)
    if not found["goals"]:
        text = say("No objective and no red line of this seat, as far as it can tell.")
        yield Padding(Text(text, style="quiet"), (0, 0, 0, 2))
    if found["reach"]:
        yield Text(say("Where it could take the tracks"), style="title")
    for track in found["reach"]:
        end = f"{track['low']}–{track['high']}" if track["low"] != track["high"] else str(track["low"])
        yield Text(f"  {track['title']} {track['value']} → {end}")


def worths(found: list[Worth], language: Language) -> Iterator[RenderableType]:
    """What it is worth later, and to whom."""
    if found:
        yield Text(language.say("What it is worth later, and to whom"), style="title")
    for entry in found:
        yield hanging("  ·", f"{entry['what']}: {'; '.join(entry['counts'])}")


def of_goal(goal: DecisionGoal, several: bool, language: Language) -> Iterator[RenderableType]:
    say, line = language.say, goal["kind"] == "red_line"
    words = CROSSING if line else WAYS
    kind = say("Red line") if line else say("Objective")
    worth = signed(goal["points"]) if line else language.count(goal["points"], "point", "points")
    missing = f"; {'; '.join(goal['missing'])}" if goal["missing"] and not line else ""
    yield hanging("  ·", f"{kind}: {goal['title']} ({worth}{missing})")
    for way in goal["ways"]:
        row = f": {say('“{row}”', row=way['row'])}" if way["row"] else ""
        case = f" ({way['case']})" if way["case"] and (several or not row) else ""
        odds = way["chance"] if way["row"] else None
        number = f" {say('{number} in 100', number=round(100 * odds))}" if odds is not None else ""
        yield hanging("     ", f"{say(words[way['way']])}{row}{case}{number}", style="quiet")


def standing(found: Decision, language: Language) -> str:
    """From what it was reckoned."""
    say = language.say
    tables = [table for case in found["cases"] for table in case["tables"]]
    exact = all(table["odds"] == "exact" for table in tables)
    text = (
        say("As things stand: with this seat's own orders and nobody else's.")
        if exact
        else say("Odds as far as you know: from what this seat reads, with its own orders and nobody else's.")
    )
    counted = ", ".join(found["counted"])
    return f"{text} {say('Counted with it: {orders}.', orders=counted)}" if counted else text


def why(hand: Hand, rest: str) -> None:
    """The card of an order, of a question that waits, or of an agreement."""
    picture = hand.as_role
    options = [Option(move["order"], move["title"]) for move in picture["moves"]]
    options += [Option(question["id"], question["text"]) for question in picture["questions"]]
    options += [Option(entry["id"], entry["title"]) for entry in picture["proposals"] if entry["agreement"]]
    options += [Option(entry["id"], entry["title"]) for entry in picture["can_propose"]]
    firsts = {move["move"]: move for move in reversed(picture["moves"])}
    found = find(rest, options) if rest else None
    meant = find(rest, [Option(move, entry["name"]) for move, entry in firsts.items()]) if rest else None
    if found is None and meant is not None:
        found = Option(firsts[meant.word]["order"], meant.title)
    about = found.word if found else hand.prompt.choose(hand.language.say("Which decision"), options, rest)
    width, hand.console.width = hand.console.width, min(hand.console.width, WIDEST)
    try:
        of = clean_all(decision(hand.run.state, picture["seat"], about, hand.language.code))
        hand.show(*card(of, picture, hand.language))
    finally:
        hand.console.width = width


ACTION = Action("why", "See what can come of an order, an answer or an agreement.", why, "why 3")
