"""What the debrief's questions open on: evidence in pieces, key by key, each with its meaning.

Declarations as in `engine.review.learned`. A piece is told apart by its `kind`, which is what the exercise
calls it in `evidence`, but `series` for tracks.
"""

from typing import Annotated, Literal, TypedDict

from engine.review.learned import Title
from engine.views.seen import (
    Clauses,
    Course,
    Link,
    OrderKey,
    Outcome,
    PhaseNow,
    Reading,
    Score,
    Track,
    Turn,
)
from engine.words.meaning import says

# Rows


class EvidenceRow(TypedDict):
    """Something that happened, as evidence."""

    turn: Turn
    phase: PhaseNow
    role: Annotated[str, says("Whose doing it is, as far as that is known; may be empty.")]
    text: Annotated[str, says("What happened.")]
    detail: Annotated[str, says("What is said beside it; may be empty.")]
    number: Annotated[
        int | None, says("The number of its fact in the seat's story; none where none tells it.")
    ]


class RulingRow(EvidenceRow):
    """A ruling."""

    table: Annotated[str, says("The table it was ruled by.")]
    cause: Annotated[str, says("What called it; empty where this seat may not know.")]
    effects: Clauses


class RolledRow(RulingRow):
    """A ruling with its roll, where that may be read."""

    dice: Annotated[list[int], says("What each die showed; empty without dice.")]
    sum: Annotated[int, says("What the modifiers came to.")]
    total: Annotated[int | None, says("The dice with the modifiers; none without dice.")]
    chance: Annotated[float | None, says("How likely its row was; none without dice.")]


class ModifierRow(TypedDict):
    """A modifier and how often it held."""

    reason: Annotated[str, says("Why it is added.")]
    amount: Annotated[int, says("How much; below 0: taken away.")]
    times: Annotated[int, says("How often it held.")]
    of: Annotated[int, says("How often dice were thrown for its table.")]
    table: Annotated[str, says("The table it belongs to.")]


class OverrideRow(EvidenceRow):
    """A ruling that control moved."""

    before: Annotated[str, says("The row that was replaced, in its words; empty where that is not told.")]
    reason: Annotated[str, says("Why control moved it.")]


class OrderRow(EvidenceRow):
    """An order carried out, or refused consent."""

    order: OrderKey
    carried: Annotated[bool, says("Whether it was carried out.")]


class ReleasedRow(EvidenceRow):
    """An inject that was released; one that was shelved has no more than its words."""

    title: Title


class ShownValues(TypedDict):
    """The two values of a step as they are read."""

    before: Annotated[str, says("As it was.")]
    after: Annotated[str, says("As it became.")]


class StepRow(EvidenceRow):
    """A step of a track with its causes."""

    track: Annotated[str, says("The track, by its id.")]
    before: Reading
    after: Reading
    shown: Annotated[ShownValues, says("Both as they are read.")]
    causes: Annotated[list[str], says("What moved it, as far as that is known.")]


class BetweenRow(EvidenceRow):
    """The first thing, and how long it was before the second."""

    until: Annotated[int | None, says("The turn of the second; none where it never came.")]
    turns: Annotated[int | None, says("How many turns passed; none where it never came.")]


class FollowedRow(BetweenRow):
    """The same where the second came."""

    then: Annotated[str, says("What the second was.")]


class TokenRow(EvidenceRow):
    """A token that was opened or closed."""

    token: Annotated[str, says("The token, by its id.")]
    change: Annotated[Literal["opened", "closed", "overdue"], says("What became of it.")]
    due: Annotated[int | None, says("The turn at whose end it falls due; none where it never does.")]


# Pieces, told apart by their kind


class PieceHead(TypedDict):
    """What every piece of evidence has."""

    title: Title
    empty: Annotated[str, says("A sentence where there is nothing to see; else empty.")]


class SeriesPiece(PieceHead):
    """Tracks, turn by turn."""

    kind: Literal["series"]
    series: Annotated[list[Track], says("The tracks, as the seat knows them.")]


class DerivedPiece(PieceHead):
    """Values worked out from others, turn by turn."""

    kind: Literal["derived"]
    series: Annotated[list[Course], says("The values, for whoever can read all that goes into them.")]


class RulingsPiece(PieceHead):
    """Rulings: of some tables, or that came to some rows."""

    kind: Literal["rulings", "rows"]
    rows: Annotated[list[RulingRow | RolledRow], says("The rulings.")]


class ModifiersPiece(PieceHead):
    """What shifted the dice."""

    kind: Literal["modifiers"]
    rows: Annotated[list[ModifierRow], says("The modifiers, the most frequent first.")]


class OverridesPiece(PieceHead):
    """Rulings that control moved."""

    kind: Literal["overrides"]
    rows: Annotated[list[OverrideRow], says("The rulings.")]


class OrdersPiece(PieceHead):
    """Orders of some moves or roles."""

    kind: Literal["orders"]
    rows: Annotated[list[OrderRow], says("The orders.")]


class InjectsPiece(PieceHead):
    """Some injects."""

    kind: Literal["injects"]
    rows: Annotated[list[EvidenceRow | ReleasedRow], says("What became of them.")]


class WordsPiece(PieceHead):
    """What became of agreements, or statements that control marked."""

    kind: Literal["proposals", "marks"]
    rows: Annotated[list[EvidenceRow], says("What happened.")]


class CausesPiece(PieceHead):
    """Every step of some tracks."""

    kind: Literal["causes"]
    rows: Annotated[list[StepRow], says("The steps.")]


class TurnsPiece(PieceHead):
    """Turns without some moves, or with all of them."""

    kind: Literal["without", "together"]
    turns: Annotated[list[int], says("The turns that are meant.")]
    of: Annotated[list[int], says("Every turn that was played.")]
    rows: Annotated[list[EvidenceRow], says("The moves that were carried out.")]


class BetweenPiece(PieceHead):
    """How long it took from one thing to another."""

    kind: Literal["between"]
    rows: Annotated[list[BetweenRow | FollowedRow], says("By turn in which the first thing happened.")]


class TokensPiece(PieceHead):
    """When some tokens were opened and closed."""

    kind: Literal["tokens"]
    rows: Annotated[list[TokenRow], says("Every opening and closing.")]


class EndingPiece(PieceHead):
    """How the run ended."""

    kind: Literal["ending"]
    rows: Annotated[list[EvidenceRow], says("Brink turns and red lines on the way, and the end.")]
    scores: Annotated[list[Score], says("The scores that this seat may know.")]
    outcome: Annotated[Outcome | None, says("The end; none while the run goes on.")]


RowsPiece = (
    RulingsPiece
    | ModifiersPiece
    | OverridesPiece
    | OrdersPiece
    | InjectsPiece
    | WordsPiece
    | CausesPiece
    | TurnsPiece
    | BetweenPiece
    | TokensPiece
    | EndingPiece
)
"""A piece that has rows."""
Piece = SeriesPiece | DerivedPiece | RowsPiece
"""A piece of evidence, told apart by its `kind`."""


class QuotedClaim(TypedDict):
    """A claim that a question rests on."""

    id: Annotated[str, says("By its id, or `judgement`.")]
    at: Annotated[str, says("Where it stands in the source; empty for a judgement.")]
    claim: Annotated[str, says("What it says.")]


class DiscussionNote(TypedDict):
    """What was said about a question in the discussion, as control noted it."""

    text: Annotated[str, says("What was said.")]
    turn: Turn
    phase: PhaseNow
    rests_on: Annotated[Link | None, says("The event it is pinned to; none: the question as a whole.")]


class DebriefQuestion(TypedDict):
    """A question of the debrief with its evidence."""

    id: Annotated[str, says("By its id.")]
    ask: Annotated[str, says("The question.")]
    because: Annotated[list[QuotedClaim], says("What it rests on.")]
    evidence: Annotated[list[Piece], says("What of the log opens with it.")]
    notes: Annotated[list[DiscussionNote], says("What was said about it; for control, else empty.")]
