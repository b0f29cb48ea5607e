"""The luck ledger: how likely what happened was, ruling by ruling, and what each result hung on.

For a ruling with dice, under the modifiers that then held:

- *chance*: of the row that came; *or better*: of this row or one further up the ladder, that is of a total
  at least as high as the lowest that gives this row.
- It hung on *dice* when its row had less than an even chance.
- It hung on a *decision* when the same dice without the modifiers would have given another row: the
  modifiers come from what was decided before. It also did when no dice were thrown, since then only the
  situation and the orders decided, and when control chose the row.
- Neither of the two: it came as was to be expected. Both: it took the modifiers, and luck besides.

How surprising a set of rulings was: the rows that came had such a chance on average, and such a one was to be
expected (each row's chance weighed by itself). The *place* of a ruling is where its row fell among all that
could have come, from 0 (the lowest totals) to 1 (the highest), half of its own chance counted in; by luck
alone the mean is one half. For both, the share of runs is given that come out as far off or farther when
the same rulings are thrown again, each under its own modifiers. Rulings whose row control chose are left
out. Everything is counted out; nothing is sampled.
"""

from typing import Literal

from engine.play import events as happened
from engine.play.state import State
from engine.review.evidence_rows import RowEvidence
from engine.review.evidence_told import Heard
from engine.review.learned import HungCounts, Ledger, LedgerRow, LuckAccount, RoleLuck
from engine.rules.exercise import Call
from engine.views import Stories, effective
from engine.views.rulings import find_call
from engine.views.seen import RulingDetails
from engine.words.numbers import percent, signed

EVEN, PARTS = 0.5, 72
USUAL, RARE = 0.25, 0.05
"""What comes in more of the runs is nothing to speak of; what comes in fewer is very unlikely."""
MOST = 1_000_000
DICE: Literal["dice"] = "dice"
DECISION: Literal["decision"] = "decision"
Hung = list[Literal["dice", "decision"]]
"""What a result hung on."""


class LuckPicture(RowEvidence):
    """Keeps the ledger for one seat: only rulings whose trace it may read."""

    def ledger(self) -> Ledger:
        """Ruling by ruling, then by role that acted, then for the run."""
        heard = [entry for entry in self.hearing.of(happened.Ruled) if entry.traced]
        rows = [self.entry(entry) for entry in heard]
        roles: list[RoleLuck] = [
            {"role": role, "title": self.wording.role(role), **self.account(own)}
            for role in self.exercise.roles
            if (own := [row for row in rows if row["role"] == role])
        ]
        return {"rows": rows, "roles": roles, "run": self.account(rows)}

    def entry(self, heard: Heard) -> LedgerRow:
        """One ruling."""
        event, fact = heard.event, heard.fact
        details = fact.read(RulingDetails)
        call = find_call(self.exercise, event)
        table = self.language.text(call.table.title)
        chance, or_better, place = 1.0, 1.0, None
        if event.dice:
            odds, at = list(event.odds.values()), list(event.odds).index(event.row)
            chance, or_better = odds[at], min(1.0, sum(odds[at:]))
            if not moved(event, call):
                place = places_of(odds)[at]
        hung = hung_on(event, call)
        return {
            "turn": fact.turn,
            "phase": fact.phase,
            "role": heard.actor,
            "what": details["cause"] or table,
            "table": details["table"],
            "result": fact.text,
            "chance": chance,
            "or_better": or_better,
            "place": place,
            "odds": details.get("odds", []),
            "dice": event.dice,
            "sum": event.sum,
            "total": event.total,
            "number": fact.number,
            "hung": hung,
            "why": self.why(event, call, hung),
        }

    def why(self, event: happened.Ruled, call: Call, hung: Hung) -> str:
        """What a result hung on, in a sentence."""
        say = self.language.say
        if not event.dice:
            return say("No dice were thrown: the situation and what was ordered decided.")
        if moved(event, call):
            return say("The total of {total} gives another row: control chose this one.", total=event.total)
        chance = percent(event.odds[event.row])
        if hung == [DICE]:
            return say(
                "It hung on the dice: a chance of {chance}, and no modifier changed the row.", chance=chance
            )
        if not hung:
            return say("As was to be expected: a chance of {chance}.", chance=chance)
        shift = signed(event.sum)
        bare = self.language.text(call.rows[call.band(sum(event.dice))].row.say, argument(call))
        if DICE in hung:
            return say(
                "It took both: a chance of {chance}, and without the modifiers ({sum}) "
                "the same dice would have given: {row}",
                chance=chance,
                sum=shift,
                row=bare,
            )
        return say(
            "Decided before the dice: without the modifiers ({sum}) the same dice would have given: {row}",
            sum=shift,
            row=bare,
        )

    # How surprising it was

    def account(self, rows: list[LedgerRow]) -> LuckAccount:
        """What a set of rulings comes to. See the head of this module."""
        thrown = [(row, row["place"]) for row in rows if row["place"] is not None]
        hung: HungCounts = {
            "dice": sum(row["hung"] == [DICE] for row in rows),
            "decision": sum(row["hung"] == [DECISION] for row in rows),
            "both": sum(len(row["hung"]) == 2 for row in rows),
            "neither": sum(not row["hung"] for row in rows),
        }
        if not thrown:
            words = self.language.say("No dice that can be read here were thrown.")
            return {"rulings": len(rows), "thrown": 0, "hung": hung, "words": words}
        odds = [[entry["chance"] for entry in row["odds"]] for row, _ in thrown]
        chances = [row["chance"] for row, _ in thrown]
        places = [place for _, place in thrown]
        by_chance = spread([[(chance, chance) for chance in row] for row in odds])
        by_place = spread([list(zip(row, places_of(row), strict=True)) for row in odds])
        found: LuckAccount = {
            "rulings": len(rows),
            "thrown": len(thrown),
            "hung": hung,
            "chance": mean(chances),
            "expected": mean([sum(chance * chance for chance in row) for row in odds]),
            "surprise": share(by_chance, chances, lower=True),
            "place": mean(places),
            "as_far": share(by_place, places, lower=mean(places) < EVEN),
            "words": "",
        }
        found["words"] = self.aloud(found)
        return found

    def aloud(self, found: LuckAccount) -> str:
        """The account as it can be said to a room: how unlikely it was, and to which side it fell."""
        say = self.language.say
        rolls = self.language.count(found["thrown"], "roll", "rolls")
        if found["surprise"] > USUAL:
            first = say("{rolls}: what came was no less likely than was to be expected.", rolls=rolls)
        elif found["surprise"] > RARE:
            first = say(
                "{rolls}: what came was unlikely. Such a series comes in one of {number} runs.",
                rolls=rolls,
                number=one_of(found["surprise"]),
            )
        else:
            first = say(
                "{rolls}: what came was very unlikely. Such a series comes in one of {number} runs.",
                rolls=rolls,
                number=one_of(found["surprise"]),
            )
        if found["as_far"] > USUAL or found["place"] == EVEN:
            last = say("The dice fell neither high nor low.")
        elif found["place"] > EVEN:
            last = say("The dice fell high: as high in one of {number} runs.", number=one_of(found["as_far"]))
        else:
            last = say("The dice fell low: as low in one of {number} runs.", number=one_of(found["as_far"]))
        return f"{first} {last}"


def one_of(share: float) -> int:
    """In one of how many runs something comes."""
    return round(1 / share) if share else MOST


def moved(event: happened.Ruled, call: Call) -> bool:
    """Whether the row is another one than the dice give."""
    return event.total is not None and call.rows[call.band(event.total)].row.id != event.row


def hung_on(event: happened.Ruled, call: Call) -> Hung:
    """What a result hung on: dice, a decision, both or neither. See the head of this module."""
    if not event.dice or moved(event, call):
        return [DECISION]
    found: Hung = []
    if event.odds[event.row] < EVEN:
        found.append(DICE)
    if call.rows[call.band(sum(event.dice))].row.id != event.row:
        found.append(DECISION)
    return found


def places_of(odds: list[float]) -> list[float]:
    """Where each row lies among all, from 0 to 1: at the middle of its own chance."""
    return [sum(odds[:at]) + chance / 2 for at, chance in enumerate(odds)]


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def spread(rulings: list[list[tuple[float, float]]]) -> dict[int, float]:
    """The chance of each sum of values, in 72nds, from the pairs of chance and value of each ruling."""
    found = {0: 1.0}
    for pairs in rulings:
        longer: dict[int, float] = {}
        for total, chance in found.items():
            for more, value in pairs:
                if more:
                    key = total + parts(value)
                    longer[key] = longer.get(key, 0.0) + chance * more
        found = longer
    return found


def parts(value: float) -> int:
    """A chance, or the middle of one, in 72nds: one die and two give nothing finer."""
    return round(PARTS * value)


def share(sums: dict[int, float], values: list[float], *, lower: bool) -> float:
    """The chance of a sum as low as that of these values, or as high."""
    total = sum(map(parts, values))
    return min(1.0, sum(chance for key, chance in sums.items() if (key <= total if lower else key >= total)))


def argument(call: Call) -> str:
    """The value that the words of a call's rows can depend on."""
    return next(iter(call.arguments.values()), "")


def luck(state: State, seat: str, language: str = "en", stories: Stories | None = None) -> Ledger:
    """The luck ledger: `rows`, one for each ruling whose trace a seat may read; by `roles`; for the `run`."""
    return LuckPicture(state, seat, effective(state, seat), language, stories).ledger()
