"""Two runs of the same exercise side by side: where they part, and how everything after that differs."""

from itertools import takewhile, zip_longest

from engine.play import events as happened
from engine.play.refusal import Refusal
from engine.play.state import Moment
from engine.record.run import Run
from engine.review.compare_side import Side, choices
from engine.review.learned import (
    CommonBeginning,
    Comparison,
    OneSided,
    OrdersApart,
    Parting,
    RulingApart,
    TrackInBoth,
    TurnApart,
)
from engine.views.seen import RulingDetails
from engine.words.language import Language


def compare(run: Run, other: Run, language: str = "en") -> Comparison:
    """Two runs side by side, for control. Raises Refusal for runs of two different exercises."""
    spoken = Language(language)
    if run.exercise.id != other.exercise.id:
        raise Refusal(
            "These are runs of two different exercises, {one} and {other}; compare runs of the same one.",
            one=run.exercise.id,
            other=other.exercise.id,
        )
    sides = Side(run, spoken), Side(other, spoken)
    return {
        "title": spoken.text(run.exercise.file.title),
        "same": run.exercise.digest == other.exercise.digest,
        "dice": run.state.seed == other.state.seed,
        "forked": forked(run, other),
        "parts": parts(*sides),
        "runs": [side.summary() for side in sides],
        "tracks": tracks(*sides),
        "turns": turns(*sides),
    }


def forked(run: Run, other: Run) -> CommonBeginning | None:
    """Whether the runs have a common beginning: the turn it leads to, and which of them is the fork.

    A fork takes over the lines of its original with their ids, and chains them anew.
    """
    pairs = zip(run.log.lines, other.log.lines, strict=False)
    shared = [line for line, twin in takewhile(lambda pair: pair[0].id == pair[1].id, pairs)]
    if not shared:
        return None
    turn = next(
        event.turn
        for line in reversed(shared)
        for event in line.events
        if isinstance(event, happened.TurnBegan)
    )
    forks = [
        name
        for name, fork, original in (("run", run, other), ("other", other, run))
        if fork.log.lines[0].data.get("forked", {}).get("from") in {line.hash for line in original.log.lines}
    ]
    return {"turn": turn, "fork": forks[0] if forks else ""}


def parts(one: Side, other: Side) -> Parting | None:
    """The first thing that was decided otherwise; None where all of it is the same so far."""
    say = one.language.say
    for first, second in zip_longest(one.decided(), other.decided()):
        if first and second and first[1] == second[1]:
            continue
        a, b = (found[0] if found else None for found in (first, second))
        moment = a or b
        assert moment is not None  # the longer of the two goes on
        where = say("Turn {turn}, {phase}", turn=moment.turn, phase=say(moment.phase))
        return {
            "turn": moment.turn,
            "phase": moment.phase,
            "what": where if moment.phase else say("Before the first turn"),
            "texts": [difference(one, a, b), difference(other, b, a)],
        }
    return None


def difference(side: Side, moment: Moment | None, opposite: Moment | None) -> str:
    """What a moment says that the other does not: of orders, only those of roles that ordered otherwise."""
    if moment is None:
        return side.language.say("It has come no further.")
    event, theirs = moment.event, opposite.event if opposite else None
    if isinstance(event, happened.Locked):
        mine = choices(event)
        others = choices(theirs) if isinstance(theirs, happened.Locked) else {}
        orders, none = side.orders.get(moment.turn, {}), side.language.say("no orders")
        return "; ".join(
            f"{side.wording.role(role)}: {', '.join(orders.get(role, [])) or none}"
            for role in side.exercise.roles
            if mine.get(role) != others.get(role)
        )
    return side.told(moment)


def tracks(one: Side, other: Side) -> list[TrackInBoth]:
    """Every track turn by turn in both runs."""
    found = list[TrackInBoth]()
    theirs = {entry["id"]: entry for entry in other.picture.tracks()}
    for entry in one.picture.tracks():
        second = theirs.get(entry["id"])
        if second is None:
            continue
        series, end = [entry["series"], second["series"]], [entry["value"], second["value"]]
        apart = (turn for turn, pair in enumerate(zip(*series, strict=False)) if pair[0] != pair[1])
        since = next(apart, None)
        found.append(
            {
                "id": entry["id"],
                "title": entry["title"],
                "label": entry["label"],
                "min": entry["min"],
                "max": entry["max"],
                "low": entry["low"],
                "high": entry["high"],
                "edges": entry["edges"],
                "short": entry["short"],
                "series": series,
                "end": end,
                "differs": since is not None or end[0] != end[1],
                "since": since,
            }
        )
    return found


def turns(one: Side, other: Side) -> list[TurnApart]:
    """Turn by turn, the orders, rulings, injects and agreements that are not the same."""
    last = max(one.game.turn, other.game.turn)
    found = list[TurnApart]()
    for turn in range(last + 1):
        entry: TurnApart = {
            "turn": turn,
            "orders": orders(turn, one, other),
            "rulings": rulings(turn, one, other),
            "injects": only(one.injects.get(turn, []), other.injects.get(turn, [])),
            "agreements": only(one.agreements.get(turn, []), other.agreements.get(turn, [])),
        }
        if entry["orders"] or entry["rulings"] or entry["injects"] or entry["agreements"]:
            found.append(entry)
    return found


def orders(turn: int, one: Side, other: Side) -> list[OrdersApart]:
    """Roles that ordered otherwise."""
    first, second = one.orders.get(turn, {}), other.orders.get(turn, {})
    return [
        {"role": role, "title": one.wording.role(role), "a": first.get(role, []), "b": second.get(role, [])}
        for role in one.exercise.roles
        if sorted(first.get(role, [])) != sorted(second.get(role, []))
    ]


def rulings(turn: int, one: Side, other: Side) -> list[RulingApart]:
    """Rulings that came out otherwise, or that there were only in one of the runs."""
    first, second = one.rulings.get(turn, {}), other.rulings.get(turn, {})
    found = list[RulingApart]()
    for key in {**first, **second}:
        pair = first.get(key, []), second.get(key, [])
        if [entry.event.row for entry in pair[0]] == [entry.event.row for entry in pair[1]]:
            continue
        heard = (pair[0] or pair[1])[0]
        details = heard.fact.read(RulingDetails)
        a, b = ([entry.fact.text for entry in entries] for entries in pair)
        apart = only(a, b)
        found.append(
            {
                "role": heard.actor,
                "what": details["cause"],
                "table": details["table"],
                "a": apart["a"] if apart else a,
                "b": apart["b"] if apart else b,
            }
        )
    return found


def only(first: list[str], second: list[str]) -> OneSided:
    """What stands in one list alone; nothing where they are the same."""
    a, b = [text for text in first if text not in second], [text for text in second if text not in first]
    return {"a": a, "b": b} if a or b else {}
