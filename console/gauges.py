"""Small pictures made of characters: gauges, bars of chances, dice. They need no colour to be read."""

from rich.text import Text

CELLS = 10
FULL, MOVED, LOST, EMPTY, HATCH = "█", "▓", "░", "·", "╱"
DICE = "⚀⚁⚂⚃⚄⚅"
MARKS = "■▲⬢◆●‖◠▼◇○△▽"
CONTROL_MARK = "□"
BAR = 18
SPARKS = "▁▂▃▄▅▆▇█"


def mark(position: int) -> str:
    """The mark of a role by its place in the exercise."""
    return MARKS[position % len(MARKS)]


def cells(low: int, high: int) -> tuple[int, int]:
    """How many cells a scale is drawn with, and how many steps one cell or more stand for."""
    steps = max(1, high - low)
    return (steps * (CELLS // steps), steps) if steps <= CELLS else (CELLS, steps)


def place(value: int, low: int, high: int) -> int:
    """How many cells a value fills."""
    width, steps = cells(low, high)
    return max(0, min(width, round((value - low) * width / steps)))


def gauge(value: int, low: int, high: int, before: int | None = None) -> Text:
    """`▕████▓·····▏`: full to the value; what was gained or lost since the turn began is shaded."""
    width, _ = cells(low, high)
    now = place(value, low, high)
    was = now if before is None else place(before, low, high)
    text = Text.assemble(("▕", "quiet"), FULL * min(now, was))
    if now > was:
        text.append(MOVED * (now - was), style="moved")
    elif was > now:
        text.append(LOST * (was - now), style="moved")
    text.append(EMPTY * (width - max(now, was)), style="quiet")
    text.append("▏", style="quiet")
    text.append(" " * (CELLS - width))
    return text


def hatched(low: int, high: int, band: str) -> Text:
    """`▕···╱╱╱╱···▏`: somewhere in there; the whole scale where not even a band is known."""
    width, _ = cells(low, high)
    first, last = (int(part) for part in (band or f"{low}..{high}").split(".."))
    start, end = place(first, low, high), place(last, low, high)
    start, end = (start, end) if end > start else (max(0, start - 1), max(1, end))
    body = EMPTY * start + HATCH * (end - start) + EMPTY * (width - end)
    return Text.assemble(("▕", "quiet"), body, ("▏", "quiet"), " " * (CELLS - width))


def change(amount: int) -> Text:
    """`▲1`, `▼2`, or a dot for none."""
    if not amount:
        return Text("·", style="quiet")
    return Text(f"{'▲' if amount > 0 else '▼'}{abs(amount)}", style="mark")


def spark(series: list[int | str | None], low: int, high: int) -> str:
    """How a value went, one character a turn."""
    span = max(1, high - low)
    return "".join(
        SPARKS[(value - low) * (len(SPARKS) - 1) // span] if isinstance(value, int) else HATCH
        for value in series
    )


def discs(left: int, bank: int, spent: int = 0) -> Text:
    """Capital: `●●●○○○`, what the chosen orders cost half full."""
    text = Text("●" * max(0, left - spent))
    text.append("◐" * min(spent, max(0, left)))
    return text.append("○" * max(0, bank - left), style="quiet")


def chances(chance: float, throws: int) -> int:
    """How many of all throws."""
    return round(chance * throws)


def bar(number: int, throws: int) -> str:
    """A bar of chances: half a cell is one of 36."""
    halves = round(number * BAR * 2 / throws)
    return ("█" * (halves // 2) + ("▌" if halves % 2 else "")).ljust(BAR, EMPTY)


def dice(faces: list[int]) -> str:
    """Dice as faces where there are six, else as numbers."""
    return " ".join(DICE[face - 1] if 1 <= face <= len(DICE) else str(face) for face in faces)


def months(turn: int, turns: int) -> Text:
    """One tick a turn: past, now, to come."""
    text = Text("━" * max(0, turn - 1))
    text.append("◉" if turn else "")
    return text.append("─" * max(0, turns - turn), style="quiet")
