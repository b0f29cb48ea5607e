"""The report of a turn: what moved and why, what became of one's orders, goals as they stand, the ending."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from console import gauges, guesses
from console.layout import hanging, heading
from console.situation import mark_of, role_text
from engine.views import carried
from engine.views.moved import come_back, moved_in
from engine.views.seen import ControlView, Objective, Outcome, RedLine, RoleView, View, is_control, is_role
from engine.words.language import Language
from engine.words.numbers import signed

MOST_REASONS = 2


def report(view: View, language: Language) -> list[RenderableType]:
    """The report of the turn that was just published, as this seat may read it, part by part."""
    title = heading(language.say("Report, turn {turn}", turn=view["turn"]))
    parts: list[RenderableType] = [Group(title, movements(view, language)), *returned(view, language)]
    if is_role(view):
        parts += [own_orders(view, language), capitals(view, language)]
    for fact in view["story"]:
        if fact["turn"] == view["turn"] and fact["kind"] in ("brink", "red_line", "overdue"):
            parts.append(hanging("!", fact["text"], style="title"))
    if is_role(view):
        parts.append(goals(view, language))
    if is_control(view) and not view["outcome"]:
        parts.append(standing(view, language))
    if view["outcome"]:
        parts.append(outcome(view, view["outcome"], language))
    if is_role(view):
        parts += guessed(view, language)
    return [Group(Text(""), part) for part in parts]


def movements(view: View, language: Language) -> RenderableType:
    """Every track that moved this turn, from where to where, with what is known of the reasons."""
    table = Table.grid(padding=(0, 1))
    table.add_column(ratio=5)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(ratio=6)
    for entry in moved_in(view, view["turn"]):
        value = f"{entry['before_words']} → {entry['after_words']}"
        reasons = shortened(entry["causes"], language)
        table.add_row(
            Text(entry["title"]),
            Text(value if entry["change"] else f"→ {entry['after_words']}"),
            gauges.change(entry["change"]) if entry["change"] else Text(""),
            Text(reasons, style="quiet"),
        )
    return table if table.row_count else Text(language.say("Nothing moved that is known here."))


def returned(view: View, language: Language) -> list[RenderableType]:
    """The tracks that moved and stand again where they stood, with the reasons."""
    facts = [fact for fact in view["story"] if fact["turn"] == view["turn"]]
    lines: list[RenderableType] = [
        hanging(
            " ",
            Text(f"{entry['title']} {' → '.join(entry['course_words'])}  ").append(
                shortened(entry["causes"], language), style="quiet"
            ),
        )
        for entry in come_back(view, facts)
    ]
    title = Text(language.say("Moved, and stands again where it stood"), style="title")
    return [Group(title, *lines)] if lines else []


def shortened(reasons: list[str], language: Language) -> str:
    """The first reasons; the others are counted, and `log` has them all."""
    text = "; ".join(reasons[:MOST_REASONS])
    more = len(reasons) - MOST_REASONS
    return text if more <= 0 else f"{text}; {language.say('and {number} more', number=more)}"


def own_orders(view: RoleView, language: Language) -> RenderableType:
    """What became of the seat's own orders."""
    say = language.say
    lines: list[RenderableType] = []
    for entry in carried.own_orders(view):
        outcome = [ruling["text"] for ruling in entry.carried["rulings"]] if entry.carried else []
        otherwise = say("carried out") if entry.carried else entry.why or say("not carried out")
        became = "; ".join(outcome) or otherwise
        lines.append(hanging(" ", Text.assemble(f"{entry.title}: ", (became, "title"))))
    return Group(Text(say("Own orders"), style="title"), *(lines or [Text(f"  {say('none')}")]))


def capitals(view: RoleView, language: Language) -> RenderableType:
    """What each other capital did, as far as this seat knows."""
    say = language.say
    facts = [fact for fact in view["story"] if fact["turn"] == view["turn"]]
    lines: list[RenderableType] = []
    for role in view["roles"]:
        if role["id"] == view["seat"]:
            continue
        for entry in carried.carried_orders(facts, role["id"]):
            became = "; ".join(ruling["text"] for ruling in entry["rulings"])
            text = Text(f"{role['code']}: {entry['title']}")
            lines.append(hanging(" ", text.append(f": {became}" if became else "", "title")))
    title = Text(say("What each capital did, as far as you know"), style="title")
    return Group(title, *(lines or [Text(f"  {say('none')}")]))


def goals(view: RoleView, language: Language) -> RenderableType:
    """Objectives and red lines of the seat as they stand."""
    table = Table.grid(padding=(0, 1))
    for _ in range(3):
        table.add_column()
    for goal in view["objectives"]:
        rows(
            table,
            goal,
            "✓" if goal["met"] else "○",
            language.say("met") if goal["met"] else language.say("not met"),
        )
    for line in view["red_lines"]:
        crossed = language.say("crossed") if line["crossed"] else language.say("holds")
        rows(table, line, "!" if line["crossed"] else "─", f"{language.say('red line')}, {crossed}")
    return Group(Text(language.say("Objectives and red lines as they stand"), style="title"), table)


def rows(table: Table, goal: Objective | RedLine, sign: str, words: str) -> None:
    points = signed(goal["points"])
    table.add_row(
        Text(f"  {sign}"), Text(f"{goal['title']}", style=""), Text(f"{words} ({points})", style="quiet")
    )
    if goal["missing"]:
        table.add_row("", Text(" · ".join(goal["missing"]), style="quiet"), "")


def standing(view: ControlView, language: Language) -> RenderableType:
    """For control: every role's points as they stand, and the ending the last turn would give."""
    scores = ", ".join(
        f"{role_text(view, role)} {points}" for role, points in view["standing"]["scores"].items()
    )
    lines = [Text.assemble((f"{language.say('Points as they stand')}: ", "title"), scores)]
    caps = view["standing"]["caps"]
    if caps:
        most = cap_words(view["standing"]["scores"][next(iter(caps))], language)
        taken = ", ".join(f"{role_text(view, role)} {signed(points)}" for role, points in caps.items())
        lines.append(Text(f"{most}: {taken}"))
    if view["endings"]:
        ending = language.say("If the run ended now: {ending}", ending=view["endings"][0]["title"])
        lines.append(Text(ending))
    return Group(*lines)


def cap_words(most: int, language: Language) -> str:
    """That the ending caps the scores: a score that is capped stands at the cap."""
    points = language.count(most, "point", "points")
    return language.say("With this ending nobody scores more than {points}", points=points)


def outcome(view: View, end: Outcome, language: Language) -> RenderableType:
    """ENDEX: the ending and the points that may be seen."""
    body: list[RenderableType] = [Text(end["text"], style="world")]
    for score in end["scores"]:
        points = language.count(score["score"], "point", "points")
        cap = f" ({cap_words(score['score'], language)}: {signed(score['cap'])})" if score["cap"] else ""
        body.append(Text(f"{mark_of(view, score['role'])} {score['title']}: {points}{cap}"))
    if "common" in end:
        body.append(Text(f"{end['common']['title']}: {end['common']['score']}"))
    return Panel(
        Group(*body), title=Text(f"ENDEX: {end['title']}", style="title"), title_align="left", padding=(0, 1)
    )


def guessed(view: RoleView, language: Language) -> list[RenderableType]:
    """After ENDEX: that cards of others can be guessed; once they are open, who saw through whom."""
    if view["guesses"] and view["guesses"]["opened"]:
        return [guesses.table(view, view["guesses"], language)]
    if view["guessing"] and view["guessing"]["open"]:
        said = language.say("'guess' asks what you take the others to have kept to themselves.")
        return [Text(said, style="quiet")]
    return []


def brief(view: RoleView, language: Language, *, conditions: bool = True) -> list[RenderableType]:
    """The seat's card, and what the seat wants and cannot accept."""
    say = language.say
    card: list[RenderableType] = []
    if view["interests"]:
        card += [Text(view["interests"], style="title"), Text("")]
    if view["card"]:
        card.append(Text(view["card"], style="world"))
    if view["seat_note"]:
        card += [Text(""), Text(view["seat_note"])]
    goals: list[RenderableType] = [
        *wants(view["objectives"], say("Objectives"), conditions),
        *wants(view["red_lines"], say("Red lines"), conditions),
    ]
    if not goals:
        goals = [Text(say("Under this seating the role is not scored."), style="quiet")]
    elif not conditions:
        goals += [Text(""), Text(say("'brief' shows what exactly each of them asks for."), style="quiet")]
    title = f"{role_text(view, view['seat'])} · {view['seat_title']} · {say('for this seat only')}"
    return [
        Panel(
            Group(*part),
            title=Text(title, style="title") if part is card else None,
            title_align="left",
            border_style="quiet",
            padding=(0, 1),
        )
        for part in (card, goals)
    ]


def wants(entries: Sequence[Objective | RedLine], title: str, conditions: bool) -> list[RenderableType]:
    """Objectives or red lines with their points."""
    found: list[RenderableType] = [Text(title, style="title")] if entries else []
    for entry in entries:
        found.append(Text(f"  {signed(entry['points'])}  {entry['title']}"))
        if conditions:
            found.append(Padding(Text(entry["condition"], style="quiet"), (0, 0, 0, 6)))
    return found
