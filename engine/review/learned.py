"""What can be learned of a run: luck, a comparison, the stops of a replay, key by key, each with its meaning.

As in `engine.views.seen`, these are declarations over plain dictionaries: all of it goes out as JSON, into
reports and into templates as it is. Whether somebody may learn it was decided before: it is made of what
views and stories release. A test holds what is handed over to these types (`tests/review/test_learned.py`).

Texts are in the language that was asked for. Turns count from 1; 0 is before the first.
"""

from typing import Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta

from engine.views.seen import (
    Card,
    Chance,
    CommonScore,
    Level,
    LineNumber,
    PhaseNow,
    Role,
    RowOdds,
    RulingDetails,
    Rung,
    Score,
    Turn,
)
from engine.words.meaning import says

Actor = Annotated[str, says("The role whose order led to it, as far as that is known; may be empty.")]
FactNumber = Annotated[int, says("The number of its fact in the story of these eyes.")]
Title = Annotated[str, says("What it is called.")]
Signed = Annotated[dict[str, float], says("By role, in points; below 0: against it.")]
Whole = Annotated[dict[str, int], says("By role, in points.")]
MeanChance = Annotated[float, says("How likely what came was, on average.")]
MeanExpected = Annotated[float, says("How likely that was to be expected.")]
AsUnlikely = Annotated[float, says("The share of such runs that are as unlikely or more so.")]
MeanPlace = Annotated[float, says("Where the rows fell, on average, from 0 to 1.")]
AsFar = Annotated[float, says("The share of such runs that fall as far off or farther.")]
Texts = Annotated[list[str], says("Each in a sentence.")]
TextAtStop = Annotated[str, says("What it says; a long text is cut.")]

# Luck


class LedgerRow(TypedDict):
    """A ruling in the luck ledger."""

    turn: Turn
    phase: PhaseNow
    role: Actor
    what: Annotated[str, says("What called it, or its table where that is not known.")]
    table: Annotated[str, says("The table it was ruled by.")]
    result: Annotated[str, says("What came of it, in a sentence.")]
    chance: Annotated[float, Meta(description="How likely its row was; 1 without dice.", ge=0, le=1)]
    or_better: Annotated[
        float, Meta(description="How likely this row or one further up was; 1 without dice.", ge=0, le=1)
    ]
    place: Annotated[
        float | None,
        says("Where its row fell among all, from 0 to 1; none without dice, or where control chose it."),
    ]
    odds: Annotated[list[RowOdds], says("Every row that the dice could give; empty without dice.")]
    dice: Annotated[list[int], says("What each die showed; empty without dice.")]
    sum: Annotated[int, says("What the modifiers came to.")]
    total: Annotated[int | None, says("The dice with the modifiers; none without dice.")]
    number: FactNumber
    hung: Annotated[list[Literal["dice", "decision"]], says("What it hung on: one, both or neither.")]
    why: Annotated[str, says("What it hung on, in a sentence.")]


class HungCounts(TypedDict):
    """How many rulings hung on what."""

    dice: Annotated[int, says("On the dice alone.")]
    decision: Annotated[int, says("On a decision alone.")]
    both: Annotated[int, says("On both.")]
    neither: Annotated[int, says("On neither: they came as was to be expected.")]


class LuckAccount(TypedDict):
    """What a set of rulings comes to; how surprising it was only where the dice decided some."""

    rulings: Annotated[int, says("How many rulings.")]
    thrown: Annotated[int, says("How many of them the dice decided.")]
    hung: Annotated[HungCounts, says("How many hung on what.")]
    chance: NotRequired[MeanChance]
    expected: NotRequired[MeanExpected]
    surprise: NotRequired[AsUnlikely]
    place: NotRequired[MeanPlace]
    as_far: NotRequired[AsFar]
    words: Annotated[str, says("The account as a facilitator can say it.")]


class RoleLuck(LuckAccount):
    """What the rulings that a role's orders led to come to."""

    role: Role
    title: Title


class Ledger(TypedDict):
    """The luck ledger of one seat."""

    rows: Annotated[list[LedgerRow], says("Every ruling whose trace the seat may read.")]
    roles: Annotated[
        list[RoleLuck], says("By role that acted; those that called no such ruling are not there.")
    ]
    run: Annotated[LuckAccount, says("For the run.")]


# What the dice were worth


class CouldHave(TypedDict):
    """A row that could have come."""

    row: Annotated[str, says("What the row says.")]
    chance: Chance
    came: Annotated[bool, says("Whether it came.")]
    scores: Whole
    points: Signed


class Swing(TypedDict):
    """What the dice of a ruling were worth to each role."""

    points: Signed
    control: Whole
    moved: Annotated[bool, says("Whether control chose another row than the dice gave.")]
    at_once: Annotated[
        bool, says("Whether the scores are those right after it, not those at the turn's end.")
    ]
    could: Annotated[list[CouldHave], says("Every row that could have come.")]


class SwungRow(LedgerRow, Swing):
    """A ruling of the ledger with what its dice were worth."""


class RoleWorth(TypedDict):
    """A role's score, by what it came of: the parts add up to it."""

    role: Role
    title: Title
    start: Annotated[int, says("As the exercise is written, before anything happened.")]
    score: Annotated[int, says("As it stands.")]
    dice: Annotated[float, says("What came of dice.")]
    control: Annotated[int, says("What came of control's overrides.")]
    decisions: Annotated[float, says("What came of decisions: all the rest.")]
    cap: Annotated[int, says("What the ending's cap took, below 0; else 0.")]


class Swings(TypedDict):
    """What the dice of a run were worth; control's to know."""

    rows: Annotated[list[SwungRow], says("Every ruling with dice.")]
    roles: Annotated[list[RoleWorth], says("By role.")]
    empty: Annotated[str, says("Why there is nothing; else empty.")]


# Two runs side by side


class CommonBeginning(TypedDict):
    """Up to where two runs have the same lines."""

    turn: Turn
    fork: Annotated[str, says("Which of the two is the fork; empty where neither is.", "", "run", "other")]


class Parting(TypedDict):
    """The first thing that was decided otherwise."""

    turn: Turn
    phase: PhaseNow
    what: Annotated[str, says("When it was, in words.")]
    texts: Annotated[list[str], says("What happened in each of the two.")]


class RunInShort(TypedDict):
    """How one of the two runs went."""

    name: Annotated[str, says("The name of its file.")]
    ending: Annotated[str, says("What its ending is called; empty while it goes on.")]
    finished: Annotated[bool, says("Whether it has ended.")]
    scores: Annotated[list[Score], says("The scores; none while it goes on.")]
    common: Annotated[CommonScore | None, says("The common score, where there is one.")]
    turns: Annotated[int, says("How many turns were published.")]
    turn: Turn
    phase: PhaseNow
    overrides: Annotated[int, says("How many rulings control moved.")]


class TrackInBoth(TypedDict):
    """A track in both runs."""

    id: Annotated[str, says("By its id.")]
    title: Title
    label: Annotated[str, says("Its name where there is little room.")]
    min: Annotated[int, says("The low end of its scale.")]
    max: Annotated[int, says("The high end of its scale.")]
    low: Annotated[str, says("What its low end means; may be empty.")]
    high: Annotated[str, says("What its high end means; may be empty.")]
    edges: Annotated[list[str], says("The ends of the scale at which the run can end.")]
    short: Annotated[bool, says("Whether it is drawn as a short scale.")]
    series: Annotated[list[list[Level]], says("Turn by turn, in each of the two.")]
    end: Annotated[list[Level], says("As it stands in each of the two.")]
    differs: Annotated[bool, says("Whether it ever differs.")]
    since: Annotated[int | None, says("The turn from which it differs; none where it does not.")]


class Sides(TypedDict):
    """What there was in one of the two runs and not in the other."""

    a: Texts
    b: Texts


class OneSided(TypedDict, total=False):
    """The same; empty where there is no difference."""

    a: Texts
    b: Texts


class OrdersApart(Sides):
    """What a role ordered in each of the two."""

    role: Role
    title: Title


class RulingApart(Sides):
    """A ruling that came out otherwise, or that there was in one of the two."""

    role: Actor
    what: Annotated[str, says("What called it.")]
    table: Annotated[str, says("The table it was ruled by.")]


class TurnApart(TypedDict):
    """What differs in a turn."""

    turn: Turn
    orders: Annotated[list[OrdersApart], says("Roles that ordered otherwise.")]
    rulings: Annotated[list[RulingApart], says("Rulings that came out otherwise.")]
    injects: Annotated[OneSided, says("Injects of one run alone.")]
    agreements: Annotated[OneSided, says("What became of agreements in one run alone.")]


class Comparison(TypedDict):
    """Two runs of the same exercise side by side; control's to know."""

    title: Annotated[str, says("What the exercise is called.")]
    same: Annotated[bool, says("Whether the exercises are the same to the letter.")]
    dice: Annotated[bool, says("Whether the runs throw the same dice.")]
    forked: Annotated[
        CommonBeginning | None, says("Up to where they have the same lines; none from the first.")
    ]
    parts: Annotated[Parting | None, says("Where they part; none where all of it is the same so far.")]
    runs: Annotated[list[RunInShort], says("How each of the two went.")]
    tracks: Annotated[list[TrackInBoth], says("Every track in both.")]
    turns: Annotated[list[TurnApart], says("Turn by turn, only what differs.")]


# The replay


class StopWords(TypedDict):
    """What a stop is about."""

    kind: Annotated[str, says("The kind of its fact, or of the event that tells none.")]
    text: TextAtStop
    sign: Annotated[
        str,
        says("What marks it on the slider; empty for nothing.", "", "inject", "override", "ending", "undo"),
    ]


class StopEntry(StopWords):
    """A stop of the slider."""

    stop: Annotated[int, says("Its number for these eyes, from 1.")]
    turn: Turn
    phase: PhaseNow
    standing: Annotated[bool, says("Whether it still counts: no undo took it back.")]
    line: NotRequired[LineNumber]
    at: NotRequired[Annotated[str, says("For control: when its line was written, UTC.")]]


class ExplainedRuling(RulingDetails):
    """The ruling at a stop, as far as these eyes may read it; for control with its card."""

    kind: Literal["ruling"]
    text: Annotated[str, says("What came of it, in a sentence.")]
    overridden: NotRequired[Annotated[bool, says("For control: whether an override stands.")]]
    card: NotRequired[Annotated[Card, says("For control: the whole table as it was read.")]]
    read: NotRequired[Annotated[list[tuple[str, str]], says("For control: what it was read from, in words.")]]
    ladder: NotRequired[Annotated[list[Rung], says("For control: the rows that the same inputs give.")]]
