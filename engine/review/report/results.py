"""What came of it: the roles' scores, what the dice were worth, what control moved."""

from collections.abc import Iterator

from engine.pictures.chances import within
from engine.pictures.odds import odds_list, sentence
from engine.review.learned import LedgerRow
from engine.review.report.blocks import Block, Cell, Drawing, Heading, Paragraph, TableBlock
from engine.review.report.source import Progress, ReportSource
from engine.views.seen import RulingDetails, is_control, is_role
from engine.words.numbers import minus, percent, signed

LEAST_LIKELY = 10
"""As many of the least likely results are shown."""


def scores(source: ReportSource) -> Iterator[Block]:
    """Points, objectives and red lines of every role whose they may be read."""
    say, view = source.say, source.view
    if is_control(view):
        roles, lines = view["all_objectives"], view["all_red_lines"]
    elif is_role(view):
        roles, lines = {source.eyes: view["objectives"]}, {source.eyes: view["red_lines"]}
    else:
        return
    yield Heading(1, say("Scores and objectives of the roles"))
    end = view["outcome"]
    points = {entry["role"]: entry["score"] for entry in end["scores"]} if end else {}
    caps = {entry["role"]: entry["cap"] for entry in end["scores"] if entry["cap"]} if end else {}
    for role, goals in roles.items():
        title = next((entry["title"] for entry in view["roles"] if entry["id"] == role), role)
        score = f": {source.count(points[role], 'point', 'points')}" if role in points else ""
        yield Heading(2, f"{title}{score}")
        rows = [
            counted(goal["title"], say("met") if goal["met"] else say("not met"), goal["points"], goal["met"])
            for goal in goals
        ]
        for line in lines[role]:
            title, crossed = say("Red line: {line}", line=line["title"]), line["crossed"]
            rows.append(counted(title, say("crossed") if crossed else say("holds"), line["points"], crossed))
        if role in caps:
            most = source.count(points[role], "point", "points")
            capped = say("With this ending nobody scores more than {points}", points=most)
            rows.append([capped, "", "", signed(caps[role])])
        if role in points:
            rows.append([say("Score"), "", "", minus(points[role])])
        if goals or lines[role]:
            yield TableBlock(["", "", say("Worth"), say("Counted")], rows, [62, 16, 11, 11])
        else:
            yield Paragraph(say("No objectives and no red lines."), "quiet")


def counted(title: str, state: str, points: int, counts: bool) -> list[str]:
    """An objective or a red line: how it stands, what it is worth, and what of that counts."""
    return [title, state, signed(points), signed(points) if counts else "–"]


def chance(source: ReportSource, progress: Progress | None) -> Iterator[Block]:
    """The luck ledger: how likely what happened was, and what hung on dice."""
    ledger = source.luck
    thrown = [row for row in ledger["rows"] if row["dice"]]
    if not thrown:
        return
    say = source.say
    yield Heading(1, say("Dice and decisions"))
    yield Paragraph(ledger["run"]["words"])
    account = ledger["run"]
    if account["thrown"]:
        told = "On average the rows that came had a chance of {chance}; {expected} was to be expected."
        chances = {"chance": percent(account["chance"]), "expected": percent(account["expected"])}
        yield Paragraph(say(told, **chances), "quiet")
    if source.control:
        yield from worth(source, progress)
    rows = sorted(thrown, key=lambda row: row["chance"])[:LEAST_LIKELY]
    head = [
        say("When"),
        say("Role"),
        say("Ruling and result"),
        say("Odds"),
        say("Chance"),
        say("This or better"),
        say("Hung on"),
    ]
    yield Heading(2, say("The least likely results"))
    yield TableBlock(head, [unlikely(source, row) for row in rows], [11, 8, 31, 19, 9, 11, 11])


def unlikely(source: ReportSource, row: LedgerRow) -> list[Cell]:
    """One row of the ledger."""
    return [
        source.when(row["turn"]),
        source.code(row["role"]) if row["role"] else "",
        f"{row['table']}: {row['result']}",
        Drawing(str(odds_list(row, source.language)), "", sentence(row, source.language)),
        percent(row["chance"]),
        percent(row["or_better"]),
        ", ".join(source.say(word) for word in row["hung"]),
    ]


def worth(source: ReportSource, progress: Progress | None) -> Iterator[Block]:
    """What the dice were worth to each role in points."""
    say, tenths = source.say, source.language.tenths
    found = source.swings(progress)
    if found["empty"] or not found["roles"]:
        yield Paragraph(found["empty"], "quiet")
        return
    yield Heading(2, say("What the dice were worth"))
    yield TableBlock(
        [say("Role"), say("Start"), say("Dice"), say("Control"), say("Decisions"), say("Cap"), say("Score")],
        [
            [
                entry["title"],
                *map(
                    tenths,
                    (entry["start"], entry["dice"], entry["control"], entry["decisions"], entry["cap"]),
                ),
                minus(entry["score"]),
            ]
            for entry in found["roles"]
        ],
        [28, 12, 12, 12, 12, 12, 12],
    )
    yield Paragraph(
        say(
            "In points of each role's score as it stood at the end of the turn: the row that came, less the "
            "mean of all rows that could have come, each weighed with its chance. What the ending's cap took "
            "stands by itself."
        ),
        "quiet",
    )


def overrides(source: ReportSource) -> Iterator[Block]:
    """Rulings that control moved, with what the table said and why."""
    moved = source.moved()
    if not moved:
        return
    say, changed = source.say, changed_by_control(source)
    yield Heading(1, say("Rulings that control moved"))
    rows = [
        [
            source.when(fact["turn"]),
            fact["details"]["table"],
            hit_before(fact["details"]),
            fact["text"],
            fact["details"]["reason"],
            changed.get(fact["number"], say("nothing")),
        ]
        for fact in moved
    ]
    head = [say("When"), say("Table"), say("What the dice gave"), say("What control ruled"), say("Reason")]
    if source.control and not source.swings()["empty"]:
        yield TableBlock([*head, say("In points")], rows, [10, 16, 21, 21, 20, 12])
    else:
        yield TableBlock(head, [row[:-1] for row in rows], [11, 19, 24, 24, 22])


def changed_by_control(source: ReportSource) -> dict[int, str]:
    """By the number of a ruling, what moving it was worth to each role; for control."""
    found = source.swings()["rows"] if source.control else []
    return {
        row["number"]: "; ".join(
            f"{source.code(role)} {signed(points)}" for role, points in row["control"].items() if points
        )
        for row in found
        if any(row["control"].values())
    }


def hit_before(details: RulingDetails) -> str:
    """What the table gave before it was moved: the row of the roll, by its words where they are known."""
    rows = [entry["row"] for entry in details.get("odds", []) if within(entry["roll"], details["total"])]
    return str(rows[0] if rows else details["replaced"])
