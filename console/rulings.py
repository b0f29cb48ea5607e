"""Rulings: to whom may see them with odds, dice and modifiers; to others the text and what it changed."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from console import gauges
from engine.views.seen import RulingDetails, Trace
from engine.words.language import Language
from engine.words.numbers import percent, signed


def ruling(entry: RulingDetails, text: str, language: Language, number: int = 0) -> RenderableType:
    """One ruling: a card where its chances may be seen, else its line."""
    return card(entry, text, language, number) if entry.get("odds") else line(entry, text, language, number)


def line(entry: RulingDetails, text: str, language: Language, number: int = 0) -> RenderableType:
    """A ruling without chances: what came out, what it changed, what called it."""
    found = Text(f"{number:>2}  " if number else "")
    if entry["cause"]:
        found.append(f"{entry['cause']}: ", style="quiet")
    found.append(text, style="world")
    effects = [Padding(Text(f"→ {effect}"), (0, 0, 0, 2)) for effect in entry["effects"]]
    return Group(found, *effects)


def card(entry: RulingDetails, text: str, language: Language, number: int = 0) -> RenderableType:
    """Question, chances, dice, modifiers, result."""
    title = Text(f"{number}  " if number else "")
    title.append(entry["table"], style="title")
    cause = Text(entry["cause"]) if entry["cause"] else None
    body: list[RenderableType] = [
        Text(text, style="world"),
        Text(""),
        odds(entry, language),
        Text(""),
        thrown(entry, language),
    ]
    if entry["modifiers"]:
        body.append(modifiers(entry))
    if entry.get("replaced"):
        body.append(
            Text(
                language.say("Moved by control. Reason: {reason}", reason=entry.get("reason", "")),
                style="title",
            )
        )
    if entry["effects"]:
        body += [Text(""), *(Text(f"→ {effect}") for effect in entry["effects"])]
    return Panel(
        Group(*body),
        title=title,
        title_align="left",
        subtitle=cause,
        subtitle_align="right",
        border_style="quiet",
        padding=(0, 1),
    )


def throws(entry: Trace) -> int:
    """How many throws there are: 6 of one die, 36 of two."""
    return int(6 ** len(entry["dice"]))


def band(roll: str | None) -> str:
    """A range of totals as it is read: `≤ 4`, `5–8`, `≥ 12`."""
    low, dots, high = (roll or "").partition("..")
    if not dots:
        return low
    if not low:
        return f"≤ {high}"
    if not high:
        return f"≥ {low}"
    return low if low == high else f"{low}–{high}"


def odds(entry: Trace, language: Language) -> Table:
    """Each row with its band and its chances; the row hit carries the pointer."""
    number = throws(entry)
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(ratio=1)
    table.add_column(no_wrap=True, width=gauges.BAR)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(no_wrap=True, justify="right")
    for row in entry["odds"]:
        ways = gauges.chances(row["chance"], number)
        style = "title" if row["hit"] else "" if ways else "quiet"
        table.add_row(
            Text("▶" if row["hit"] else "", style="hit" if row["hit"] else ""),
            Text(band(row["roll"]), style=style),
            Text(row["row"], style=style),
            Text(gauges.bar(ways, number), style="hit" if row["hit"] else style),
            Text(language.say("{ways} in {all}", ways=ways, all=number), style=style),
            Text(percent(row["chance"]), style=style),
        )
    return table


def thrown(entry: Trace, language: Language) -> Text:
    """The dice, their sum, the modifiers' sum and the total: `⚅ ⚄  6 + 5 = 11, −2: 9`."""
    faces = entry["dice"]
    text = Text(gauges.dice(faces), style="title")
    text.append(f"  {' + '.join(map(str, faces))}" + (f" = {sum(faces)}" if len(faces) > 1 else ""))
    if entry["sum"]:
        text.append(language.say(", modifiers {sum}", sum=signed(entry["sum"])))
    text.append(language.say(": total {total}", total=entry["total"]), style="title")
    if entry.get("typed"):
        text.append(f"  ({language.say('thrown on the table')})", style="quiet")
    return text


def modifiers(entry: Trace) -> Table:
    """Signed numbers with their reasons."""
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1)
    for modifier in entry["modifiers"]:
        table.add_row(Text(signed(modifier["amount"]), style="title"), Text(modifier["reason"]))
    return table
