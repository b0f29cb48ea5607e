"""What each kind of seat gets to see: the whole of a view, key by key, each with its meaning.

A view goes out as JSON and into templates as it is; these types are declarations over plain dictionaries and
cost nothing at run time. The API's schema is made from them (`web.api.declared`), mypy reads every key by
them, and a test holds the views of every shipped exercise to them.

`View` is what every seat has, and `PublicView` no more than that. `SeatView` is a role's, `ControlView` is
control's and an observer's; `ControlRoleView` is that of a role whose seat is control, or that sees all.
`is_control` and `is_role` tell them apart. A key that is not required is there where its meaning says so.

Texts are in the language of the view. Turns count from 1, and lines of the log too.
"""

from typing import TYPE_CHECKING, Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta

from engine.play.state import PHASES
from engine.rules.changes import Verb
from engine.rules.model import Effects, InjectKind
from engine.words.meaning import says

if TYPE_CHECKING:
    from typing_extensions import TypeIs


# Words for what stands in many places

PhaseNow = Annotated[str, says("The phase; empty before the first turn.", "", *PHASES)]
Turn = Annotated[int, Meta(description="The turn; 0 before the first.", ge=0)]
LineNumber = Annotated[int, Meta(description="The line of the log; 0 for none.", ge=0)]
EventNumber = Annotated[
    int, Meta(description="Which event of its line it is, from 1; 0 for the whole line.", ge=0)
]
Role = Annotated[str, says("The role, by its id.")]
Roles = Annotated[list[str], says("Roles, by their ids, in the order of the exercise or of the event.")]
OrderKey = Annotated[str, says("An order by its key: its move, with its arguments in brackets.")]
InjectId = Annotated[str, says("The inject, by its id.")]
Path = Annotated[str, says("A ruling by its path: what called it, and its table.")]
Chance = Annotated[float, Meta(description="How likely, from 0 to 1.", ge=0, le=1)]
Version = Annotated[
    str, says("What a command carries in `seen.version`, so that it fails where this has changed.")
]
WAYS = ("meets", "undoes", "nearer", "further")
DECIDED = ("order", "question", "agreement")
Points = Annotated[int, says("Points that it is worth.")]
Level = int | str | None
"""A value of a track as it is known: the value, the name of its band, or not at all."""
Reading = Annotated[Level, says("The value, the name of its band where only that is known, or none.")]
ByLanguage = Annotated[dict[str, str], says("A text by language, as it was written.")]
Known = Annotated[Roles, says("The roles that learn of it.")]
Addressed = Annotated[list[str], says("The roles it is addressed to.")]
Clauses = Annotated[list[str], says("What it changes, a clause for each effect.")]
Claims = Annotated[list[str], says("The claims of the source it rests on, or `judgement`.")]
Condition = Annotated[str, says("Its condition in words; empty where there is none.")]
Expected = Annotated[str, says("What control expects to follow; empty where nothing is said.")]
Sender = TypedDict("Sender", {"from": Annotated[str, says("Who is named as its sender; may be empty.")]})


class Named(TypedDict):
    """A thing of the exercise."""

    id: Annotated[str, says("By its id.")]
    title: Annotated[str, says("What it is called.")]


class Word(TypedDict):
    """A word or a number that can be chosen."""

    word: Annotated[str | int, says("As a command carries it.")]
    title: Annotated[str, says("What it is called.")]


class Code(TypedDict):
    """A code of the evaluation with what it is called."""

    code: Annotated[str, says("As a command carries it.")]
    title: Annotated[str, says("What it is called.")]


# What every seat has


class RoleName(TypedDict):
    """A role as everybody knows it."""

    id: Role
    title: Annotated[str, says("Its full name.")]
    code: Annotated[str, says("Its name in a few letters.")]
    mark: Annotated[str, says("The shape that stands for it.")]


class MapLine(TypedDict):
    """A relation drawn on the map."""

    between: Annotated[list[str], says("The two roles that it joins.")]
    track: Annotated[str, says("The track it shows, by its id.")]
    drawn: Annotated[str, says("How it is drawn: closeness, trust, rivalry, tension and so on.")]
    name: Annotated[str, says("What stands beside it; empty: the kind of the line.")]


class MapView(TypedDict):
    """The map of relations, on a canvas of 1000 by 700."""

    places: Annotated[dict[str, list[int]], says("By role: how far across, and how far down.")]
    lines: Annotated[list[MapLine], says("The relations.")]
    land: Annotated[list[list[list[int]]], says("Closed outlines under the roles, an ornament.")]


class ToldValue(TypedDict):
    """The last value that this seat was told of a track that it does not read."""

    value: Reading
    text: Annotated[str, says("The same as it is read.")]
    turn: Turn


class Course(TypedDict):
    """How a value went, turn by turn, on its scale."""

    id: Annotated[str, says("By its id, with its member in brackets where it has members.")]
    title: Annotated[str, says("Its full name.")]
    label: Annotated[str, says("Its name where there is little room.")]
    value: Reading
    min: Annotated[int, says("The low end of its scale.")]
    max: Annotated[int, says("The high end of its scale.")]
    known: Annotated[
        str,
        says("How it is known: its value, its band, or only what was told.", "exact", "band", "told"),
    ]
    series: Annotated[list[Level], says("As it was known when each turn began, the first first.")]


class Stage(TypedDict):
    """A stretch of a scale that has a name."""

    first: Annotated[int, says("Its lowest value.")]
    last: Annotated[int, says("Its highest value.")]
    words: Annotated[str, says("What a value on it means.")]


class Track(Course):
    """A track as it is known here."""

    before: Annotated[Level, says("As it was known when this turn began.")]
    low: Annotated[str, says("What its low end means; may be empty.")]
    high: Annotated[str, says("What its high end means; may be empty.")]
    rungs: Annotated[
        list[str], says("What each value is called from the lowest up, where it is a ladder; else none.")
    ]
    stages: Annotated[
        list[Stage], says("The stretches of the scale that have a name, from the bottom up; may be none.")
    ]
    stands: Annotated[
        str, says("Where it stands in words, and what comes above and below; empty where the scale has none.")
    ]
    short: Annotated[bool, says("Whether it is drawn as a short scale.")]
    estimate: Annotated[bool, says("Whether it is labelled as a public estimate.")]
    edges: Annotated[list[str], says("The ends of the scale at which the run can end.")]
    change: NotRequired[Annotated[int, says("By how much it moved in this turn; where it is known exactly.")]]
    step: NotRequired[Annotated[str, says("What its value is called; empty where it has no name.")]]
    band: NotRequired[Annotated[str, says("What its band is called; where only that is known.")]]
    range: NotRequired[Annotated[str, says("The values of its band, such as `0..3`.")]]
    told: NotRequired[Annotated[ToldValue, says("What this seat was last told of it, where it was told.")]]
    after: NotRequired[
        Annotated[int, says("For control in the rulings: its value if they were published now.")]
    ]


class Token(Named):
    """An open token that this seat may see."""

    due: Annotated[int | None, says("The turn at whose end it falls due; none where it never does.")]


class Flag(Named):
    """A flag that is set and that this seat may see."""

    value: NotRequired[Annotated[str, says("The word that it holds, where it holds one.")]]


class Agreement(Named):
    """An agreement in force: public."""

    terms: Annotated[str, says("Its terms in words; may be empty.")]
    since: Annotated[int, says("The turn in which it entered into force.")]
    text: Annotated[str, says("What it says.")]
    needs: Annotated[list[str], says("The roles whose signature it has.")]


class Bulletin(TypedDict):
    """One item of the public news of the turn that was last published."""

    kind: Annotated[str, says("The kind of the fact behind it, or `edited` in control's own words.")]
    text: Annotated[str, says("What it says.")]
    cause: Annotated[str, says("What called it; empty where that is not public.")]


class Score(TypedDict):
    """The score of a role."""

    role: Role
    title: Annotated[str, says("The name of the role.")]
    score: Annotated[int, says("Its points.")]
    cap: Annotated[int, says("What the ending's cap took from them, below 0; else 0.")]


class CommonScore(TypedDict):
    """What all together have reached."""

    title: Annotated[str, says("What it is called.")]
    score: Annotated[int, says("Its points.")]


class Outcome(TypedDict):
    """How the run ended."""

    ending: Annotated[str, says("The ending, by its id.")]
    title: Annotated[str, says("What it is called.")]
    text: Annotated[
        str,
        says("What is said of it: its text, and after it what is true of this run, as far as it is known."),
    ]
    disclosed: Annotated[str, says("What control has released: nothing, traces or all; may be empty.")]
    cut: Annotated[bool, says("Whether control ended the exercise before its last rulings.")]
    scores: Annotated[
        list[Score], says("The seat's own score; everybody's for control, and once all is released.")
    ]
    common: NotRequired[Annotated[CommonScore, says("The common score, where the exercise has one.")]]


class Clock(TypedDict):
    """The clock of the phase, in whole seconds."""

    total: Annotated[int, says("Seconds of the phase, with what control added.")]
    left: Annotated[int, says("Seconds left; below 0 when over.")]
    paused: Annotated[bool, says("Whether it stands still.")]
    paused_at: Annotated[str | None, says("Since when it stands still, UTC.")]
    added: Annotated[int, says("Minutes control added; below 0: took away.")]
    ends: Annotated[int | None, says("When it runs out, in seconds since 1970; none while paused.")]


# The story: facts, each of a kind


class FactHead(TypedDict):
    """One released fact. `kind` says what stands in `details`."""

    number: Annotated[int, says("Its number in this seat's story, from 1.")]
    turn: Turn
    phase: PhaseNow
    text: Annotated[str, says("What it says, in a sentence.")]
    line: NotRequired[Annotated[int, says("For control: the line of the log that it comes from.")]]


class Nothing(TypedDict):
    """The sentence says it all."""


class PlainFact(FactHead):
    """A fact that has nothing beside its sentence."""

    kind: Annotated[
        Literal[
            "answer",
            "brink",
            "chair",
            "declined",
            "disclosed",
            "late",
            "leaving",
            "offer",
            "overdue",
            "pause",
            "ready",
            "rejected",
            "seat",
            "startex",
        ],
        says("What kind of fact."),
    ]
    details: Annotated[Nothing, says("Nothing.")]


class Modifier(TypedDict):
    """What was added to a roll."""

    amount: Annotated[int, says("How much; below 0: taken from it.")]
    reason: Annotated[str, says("Why it was added.")]


class RowOdds(TypedDict):
    """A row of the table with the chance that it had."""

    row: Annotated[str, says("What the row says.")]
    roll: Annotated[str | None, says("The totals it takes, such as `7..9`; none where no dice decide it.")]
    chance: Chance
    hit: Annotated[bool, says("Whether it was this row.")]


class Trace(TypedDict, total=False):
    """Dice and odds, where this seat may reckon them or control has released traces."""

    odds: Annotated[list[RowOdds], says("Every row that the dice could give.")]
    dice: Annotated[list[int], says("What each die showed.")]
    sum: Annotated[int, says("What the modifiers came to.")]
    total: Annotated[int, says("The sum with its modifiers, as the table was read.")]
    typed: Annotated[bool, says("Whether the dice were thrown on the table and typed in.")]
    modifiers: Annotated[list[Modifier], says("What was added to the sum.")]


class Changed(TypedDict):
    """What one effect did, as a value."""

    verb: Annotated[Verb, says("What was done.")]
    slot: Annotated[str, says("To which track, flag, token or capital, by its id.")]
    amount: NotRequired[Annotated[int, says("What was added, where something was.")]]
    word: NotRequired[Annotated[str, says("The word that a flag was set to.")]]
    bound: NotRequired[
        Annotated[int | None, says("How far it could go up, or the limit that was set, where there is one.")]
    ]


class Done(TypedDict):
    """What effects did, as far as it is known here."""

    effects: Clauses
    changes: Annotated[list[Changed], says("The same as values, in the same order.")]


class RulingDetails(Trace, Done):
    """A ruling."""

    table: Annotated[str, says("The table it was ruled by.")]
    cause: Annotated[str, says("What called it; empty where this seat may not know.")]
    role: Annotated[
        str, says("The role whose order called it; empty where none did that this seat may know.")
    ]
    order: Annotated[str, says("That order, by its key; may be empty.")]
    drift: Annotated[bool, says("Whether it belongs to the end of the turn, as far as this seat may know.")]
    headline: Annotated[bool, says("Whether the bulletin tells it before other rulings.")]
    path: NotRequired[Annotated[str, says("For control: the ruling by its path.")]]
    row: NotRequired[Annotated[str, says("For control: the row, by its id.")]]
    inputs: NotRequired[Annotated[dict[str, int], says("For control: what the table read, by name.")]]
    knows: NotRequired[Known]
    to: NotRequired[
        Annotated[list[str] | None, says("For control: to whom alone the row is told; none: all who know.")]
    ]
    replaced: NotRequired[Annotated[str, says("The row that control's override replaced, by its id.")]]
    reason: NotRequired[Annotated[str, says("Why control overrode it.")]]


class RulingFact(FactHead):
    """What a table decided."""

    kind: Literal["ruling"]
    details: RulingDetails


class OrderDetails(Done):
    """An order that was carried out."""

    role: Role
    order: OrderKey
    title: Annotated[str, says("What it is called.")]
    secret: Annotated[bool, says("Whether it was given in secret.")]


class OrderFact(FactHead):
    """An order carried out."""

    kind: Literal["order"]
    details: OrderDetails


class ReturnedDetails(TypedDict):
    """An order that was not carried out, without a consent that it needs."""

    role: Role
    order: OrderKey


class ReturnedFact(FactHead):
    """An order was not carried out, without a consent that it needs."""

    kind: Literal["refused"]
    details: ReturnedDetails


class CarriedOrder(OrderFact):
    """An order of the seat's own that was carried out, with what it led to."""

    title: Annotated[str, says("What the order is called.")]
    rulings: Annotated[list[RulingFact], says("The rulings it led to.")]


class TrackDetails(TypedDict):
    """A track that moved, as far as it is seen here."""

    track: Annotated[str, says("The track, by its id.")]
    title: Annotated[str, says("What the track is called.")]
    before: Reading
    after: Reading
    before_words: Annotated[str, says("The value before, as it is read.")]
    after_words: Annotated[str, says("The value after, as it is read.")]
    causes: Annotated[list[str], says("Why, as far as this seat may know; never empty.")]


class TrackFact(FactHead):
    """A track moved."""

    kind: Literal["track"]
    details: TrackDetails


class ToldDetails(TypedDict):
    """A value that was told; an objective is told in its sentence alone."""

    track: NotRequired[Annotated[str, says("The track, by its id.")]]
    value: NotRequired[Reading]
    form: NotRequired[Annotated[str, says("As what it was told.", "exact", "band")]]
    false: NotRequired[Annotated[bool, says("For control: whether it is not true.")]]
    to: NotRequired[Annotated[list[str], says("For control: whom it was told.")]]


class ToldFact(FactHead):
    """Somebody was told a value, or an objective of another role."""

    kind: Literal["told"]
    details: ToldDetails


class RoleDetails(TypedDict):
    """Whose it is."""

    role: Role


class RoleFact(FactHead):
    """A red line crossed, the orders of a seat as they were locked, its notebook or a joint text."""

    kind: Literal["red_line", "locked", "notebook", "text"]
    details: RoleDetails


class PathDetails(TypedDict):
    """Which ruling it is about."""

    path: Path


class PathFact(FactHead):
    """For control: an override, one that lapsed, dice typed in, the weights of an argued order."""

    kind: Literal["override", "lapsed", "dice", "weighed"]
    details: PathDetails


class AgreementDetails(TypedDict):
    """Which agreement."""

    agreement: Annotated[str, says("The agreement, by its id.")]
    signed: NotRequired[Annotated[list[str], says("Where it enters or is barred: the roles that signed it.")]]


class AgreementFact(FactHead):
    """An agreement enters into force, is barred from it, is breached, left or runs out."""

    kind: Literal["agreement"]
    details: AgreementDetails


class AnnouncedDetails(TypedDict):
    """Which agreement."""

    agreement: Annotated[str | None, says("The agreement, by its id; none for one in free words.")]


class AnnouncedFact(FactHead):
    """All have signed."""

    kind: Literal["announced"]
    details: AnnouncedDetails


class ProposalDetails(TypedDict):
    """Which proposal."""

    proposal: Annotated[str, says("The proposal, by its id.")]


class ProposalFact(FactHead):
    """A proposal, or a signature under one."""

    kind: Literal["proposal", "signature"]
    details: ProposalDetails


class CountingDetails(TypedDict):
    """What counts when orders are locked."""

    drafts: Annotated[bool, says("Whether drafts count, and not only what is sealed.")]


class CountingFact(FactHead):
    """Control has said what counts."""

    kind: Literal["counting"]
    details: CountingDetails


class LastDetails(TypedDict):
    """What was reached."""

    ending: NotRequired[Annotated[str, says("For control: the ending, by its id.")]]


class LastFact(FactHead):
    """These were the last rulings."""

    kind: Literal["last"]
    details: LastDetails


class PhaseDetails(TypedDict):
    """Which phase."""

    phase: Annotated[str, says("The phase that began.", *PHASES)]


class PhaseFact(FactHead):
    """A phase began."""

    kind: Literal["phase"]
    details: PhaseDetails


class EndexDetails(TypedDict):
    """How it ended."""

    ending: Annotated[str, says("The ending, by its id.")]
    cut: Annotated[bool, says("Whether control ended the exercise before its last rulings.")]


class EndexFact(FactHead):
    """The end of the exercise."""

    kind: Literal["endex"]
    details: EndexDetails


class EditedDetails(TypedDict):
    """Which bulletin."""

    turn: Turn


class EditedFact(FactHead):
    """For control: the bulletin was edited."""

    kind: Literal["edited"]
    details: EditedDetails


class ClockDetails(TypedDict):
    """What control did to the clock."""

    minutes: Annotated[int, says("Minutes added; below 0: taken away.")]


class ClockFact(FactHead):
    """Control has set the clock."""

    kind: Literal["clock"]
    details: ClockDetails


class UndoDetails(TypedDict):
    """What was taken back, as far as it was known here."""

    turn: Turn
    phase: PhaseNow
    back: Annotated[list[str], says("What is no longer so, each in a few words.")]
    told: Annotated[str, says("What control told the room about it; may be empty.")]
    reason: NotRequired[Annotated[str, says("For control: why.")]]


class UndoFact(FactHead):
    """Control has taken the game back."""

    kind: Literal["undo"]
    details: UndoDetails


class InjectDetails(Sender):
    """An inject, or what it says to one role alone."""

    title: Annotated[str, says("What it is called.")]
    text: Annotated[str, says("What it says.")]
    type: NotRequired[Annotated[str, says("What it is about, where that is said.")]]
    inject: NotRequired[Annotated[str, says("For control: the inject, by its id.")]]
    to: NotRequired[Annotated[list[str], says("For control: the roles it was addressed to.")]]
    notice: NotRequired[
        Annotated[list[str], says("For control: roles that read it without being addressed.")]
    ]
    choices: NotRequired[
        Annotated[dict[str, str], says("For control: what was chosen at its release, by name.")]
    ]
    expect: NotRequired[Expected]
    reason: NotRequired[Annotated[str, says("For control: why it was released.")]]
    because: NotRequired[Claims]
    private: NotRequired[Annotated[Literal[True], says("Where it is a text for one role alone.")]]
    code: NotRequired[Annotated[str, says("The code of that role.")]]
    role: NotRequired[Annotated[str, says("That role, by its id.")]]
    paper_of: NotRequired[
        Annotated[str, says("For control: the inject whose private text it is, by its id.")]
    ]


class InjectFact(FactHead):
    """An inject was released."""

    kind: Literal["inject"]
    details: InjectDetails


class SoughtDetails(TypedDict):
    """Which inject."""

    inject: Annotated[str, says("For control: the inject, by its id; empty for anybody else.")]


class SoughtFact(FactHead):
    """A role asks control to release an inject."""

    kind: Literal["sought"]
    details: SoughtDetails


class WrittenDetails(TypedDict):
    """An inject that control wrote and keeps."""

    turn: Annotated[int, says("The turn for which it lies in the tray; 0: at once.")]
    inject: InjectId
    to: Addressed
    expect: Expected
    because: Claims


class WrittenFact(FactHead):
    """For control: an inject was written into the tray."""

    kind: Literal["written"]
    details: WrittenDetails


class ShelvedDetails(TypedDict):
    """An inject that was held, deferred or skipped."""

    inject: InjectId
    reason: Annotated[str, says("Why; may be empty.")]


class ShelvedFact(FactHead):
    """For control: an inject was held, deferred or skipped."""

    kind: Literal["shelved"]
    details: ShelvedDetails


class OrdersDetails(TypedDict):
    """How a seat gave its orders."""

    sealed: Annotated[bool, says("Whether they are sealed.")]


class OrdersFact(FactHead):
    """For control: a seat gave its orders."""

    kind: Literal["orders"]
    details: OrdersDetails


class QuestionDetails(TypedDict):
    """Which question."""

    question: Annotated[str, says("For control: the question, by its id; empty for anybody else.")]


class QuestionFact(FactHead):
    """A question was put to a seat."""

    kind: Literal["question"]
    details: QuestionDetails


class MessageDetails(TypedDict):
    """A message or a letter. One that is sealed is known without its text."""

    sender: Role
    id: Annotated[str, says("The message, by its id.")]
    topic: NotRequired[Annotated[str, says("What it is about, where its sender says so.")]]
    cell: NotRequired[Annotated[str, says("Within a seat: the cell it is for, by its id.")]]
    by_doctrine: NotRequired[
        Annotated[Literal[True], says("Where a bot answers, with a line of its doctrine.")]
    ]
    to: NotRequired[
        Annotated[list[str], says("Whom it is to; of a letter that was carried, for control alone.")]
    ]
    through: NotRequired[Annotated[str, says("The role that carries it; empty where nobody does.")]]
    carry: NotRequired[Annotated[bool, says("Whether it is handed to a carrier.")]]
    text: NotRequired[Annotated[str, says("What it says.")]]
    sealed: NotRequired[Annotated[Literal[True], says("Where it is a sealed letter.")]]
    meant: NotRequired[
        Annotated[list[str], says("For control: whom a letter is for, where there is no choice.")]
    ]
    delivered: NotRequired[
        Annotated[Literal[True], says("For control: where it was carried and handed over.")]
    ]


class PromiseDetails(TypedDict):
    """A promise."""

    promise: Annotated[str, says("The promise, by its id.")]
    sender: Annotated[Role, says("Who gave it.")]
    to: Roles


class PromiseFact(FactHead):
    """A promise was given."""

    kind: Literal["promise"]
    details: PromiseDetails


class GuessDetails(TypedDict):
    """What a role takes cards of others to have been."""

    role: Annotated[Role, says("Who guesses.")]
    guesses: Annotated[
        dict[str, str], says("By card, the value it takes it to hold; empty where it no longer says.")
    ]


class GuessFact(FactHead):
    """A role guesses, or changes what it guessed."""

    kind: Literal["guess"]
    details: GuessDetails


class MessageFact(FactHead):
    """A message was sent, carried, or came to hand."""

    kind: Literal["message"]
    details: MessageDetails


class StatementDetails(TypedDict):
    """What a role said to everybody."""

    role: Role
    text: Annotated[str, says("What it said; of one withdrawn, that there was one.")]
    statement: Annotated[str, says("The statement, by its id.")]
    withdrawn: NotRequired[Annotated[Literal[True], says("Where control has withdrawn it.")]]


class StatementFact(FactHead):
    """A statement."""

    kind: Literal["statement"]
    details: StatementDetails


class WithdrawnDetails(TypedDict):
    """Which statement."""

    role: Role
    statement: Annotated[str, says("The statement, by its id.")]


class WithdrawnFact(FactHead):
    """Control has withdrawn a statement."""

    kind: Literal["withdrawn"]
    details: WithdrawnDetails


class NoteDetails(TypedDict):
    """What an evaluator wrote down."""

    note: Annotated[
        str,
        says(
            "What kind of note.",
            "note",
            "observation",
            "discussion",
            "rating",
            "forecasting",
            "conclusion",
            "finding",
            "action",
            "cover",
        ),
    ]
    about: Annotated[str, says("What it is about, by its id; may be empty.")]
    line: NotRequired[Annotated[int, says("The line of the log that it is pinned to.")]]


class NoteFact(FactHead):
    """For control: a note, a rating, a finding, a step of the plan."""

    kind: Literal["note"]
    details: NoteDetails


class SettledDetails(TypedDict):
    """Which request."""

    request: Annotated[str, says("The request, by its id.")]
    to: NotRequired[Annotated[list[str], says("Whom control told what it did with it.")]]


class SettledFact(FactHead):
    """For control: a request was put aside, answered aloud, or ordered."""

    kind: Literal["settled"]
    details: SettledDetails


class ReplyDetails(TypedDict):
    """What control answered."""

    to: NotRequired[Annotated[list[str], says("For control: to whom.")]]
    text: NotRequired[Annotated[str, says("For control: the answer alone.")]]


class ReplyFact(FactHead):
    """Control answers."""

    kind: Literal["reply"]
    details: ReplyDetails


class RequestDetails(TypedDict):
    """What a role asks for."""

    order: NotRequired[Annotated[str, says("The order it asks for, by its key, where it names one.")]]


class RequestFact(FactHead):
    """A role asks control."""

    kind: Literal["request"]
    details: RequestDetails


class ArguedDetails(TypedDict):
    """An argued order, as its team wrote it."""

    role: Role
    path: Annotated[str, says("By its path.")]
    title: Annotated[str, says("What is done, in a few words.")]
    text: Annotated[str, says("The same in full; may be empty.")]
    wants: Annotated[str, says("The effect that it wants, in words.")]
    reasons: Annotated[list[str], says("Why it would work.")]
    secret: Annotated[bool, says("Whether its team and control alone know of it.")]


class ArguedFact(FactHead):
    """An argued order was locked; for control, also that it was sealed or taken back."""

    kind: Literal["argued"]
    details: ArguedDetails


class JudgedArgument(TypedDict):
    """A reason or a counter-argument, as it was weighed."""

    id: Annotated[str, says("A reason by its number from 1, a counter-argument by the role that gave it.")]
    role: Annotated[Role, says("The role that gave it.")]
    text: Annotated[str, says("What it says.")]
    against: Annotated[bool, says("Whether it is a counter-argument.")]
    counts: Annotated[bool, says("Whether it counts.")]


class JudgedDetails(TypedDict):
    """What was made of an argued order."""

    role: Role
    path: Annotated[str, says("By its path.")]
    title: Annotated[str, says("What is done, in a few words.")]
    wants: Annotated[str, says("The effect that it wanted, in words.")]
    cut: Annotated[str, says("The effect that control left of it; empty where that is all of it.")]
    arguments: Annotated[list[JudgedArgument], says("Its reasons, then the counter-arguments.")]
    difficulty: Annotated[str, says("How hard it was called, in a word.")]
    weighed: Annotated[bool, says("Whether anybody weighed it; else no argument counted.")]
    inadmissible: Annotated[bool, says("Whether control ruled it inadmissible.")]
    reason: Annotated[str, says("Why, for its team and control; may be empty.")]


class JudgedFact(FactHead):
    """What was made of an argued order, before its table decides."""

    kind: Literal["judged"]
    details: JudgedDetails


class MarkDetails(TypedDict):
    """A mark that control set."""

    statement: Annotated[str, says("The statement it was set on, by its id.")]
    title: Annotated[str, says("What the mark is called.")]


class MarkFact(FactHead):
    """For control: a statement was marked."""

    kind: Literal["mark"]
    details: MarkDetails


Fact = (
    PlainFact
    | RulingFact
    | OrderFact
    | ReturnedFact
    | TrackFact
    | ToldFact
    | RoleFact
    | PathFact
    | AgreementFact
    | AnnouncedFact
    | ProposalFact
    | CountingFact
    | LastFact
    | PhaseFact
    | EndexFact
    | EditedFact
    | ClockFact
    | UndoFact
    | InjectFact
    | SoughtFact
    | WrittenFact
    | ShelvedFact
    | OrdersFact
    | QuestionFact
    | MessageFact
    | PromiseFact
    | GuessFact
    | StatementFact
    | WithdrawnFact
    | NoteFact
    | SettledFact
    | ReplyFact
    | RequestFact
    | ArguedFact
    | JudgedFact
    | MarkFact
)
"""A fact of the story, told apart by its `kind`."""
Details = (
    Nothing
    | RulingDetails
    | OrderDetails
    | ReturnedDetails
    | TrackDetails
    | ToldDetails
    | RoleDetails
    | PathDetails
    | AgreementDetails
    | AnnouncedDetails
    | ProposalDetails
    | CountingDetails
    | LastDetails
    | PhaseDetails
    | EndexDetails
    | EditedDetails
    | ClockDetails
    | UndoDetails
    | InjectDetails
    | SoughtDetails
    | WrittenDetails
    | ShelvedDetails
    | OrdersDetails
    | QuestionDetails
    | MessageDetails
    | PromiseDetails
    | GuessDetails
    | StatementDetails
    | WithdrawnDetails
    | NoteDetails
    | SettledDetails
    | ReplyDetails
    | RequestDetails
    | MarkDetails
    | ArguedDetails
    | JudgedDetails
)
"""What stands beside the sentence of a fact."""


class JournalLine(TypedDict):
    """A line of the log in words."""

    seq: Annotated[int, says("Its number, from 1.")]
    at: Annotated[str, says("When it was written, UTC.")]
    turn: Turn
    phase: PhaseNow
    actor: Annotated[str, says("The seat that acted.")]
    code: Annotated[str, says("That seat in a few letters.")]
    command: Annotated[str, says("The command.")]
    text: Annotated[str, says("What it did, in a sentence.")]
    standing: Annotated[bool, says("Whether it stands: no undo took it back.")]
    undoable: Annotated[bool, says("Whether the game can be taken back to it.")]


class View(TypedDict):
    """What every seat has: where the run stands and the situation as it is known here."""

    kind: Annotated[
        Literal["public", "role", "control", "control_role"],
        says("What else stands in this view: nothing, a role's own matters, what control sees, or both."),
    ]
    exercise: Annotated[str, says("The exercise, by its id.")]
    title: Annotated[str, says("What the exercise is called.")]
    heading: Annotated[str, says("The same, as it stands over a page.")]
    subtitle: Annotated[str, says("Its name in a few words.")]
    about: Annotated[str, says("What it is about, in a line.")]
    summary: Annotated[str, says("What it is about, in a paragraph.")]
    seat: Annotated[str, says("The seat: a role by its id, `control`, `observer` or `public`.")]
    seat_title: Annotated[str, says("What the seat is called.")]
    language: Annotated[str, says("The language of the texts, by its code.")]
    turn: Turn
    turns: Annotated[int, says("How many turns this format has.")]
    month: Annotated[str, says("What the turn is called in the calendar; may be empty.")]
    calendar: Annotated[list[str], says("What each turn is called.")]
    phase: PhaseNow
    phase_title: Annotated[str, says("What the phase is called.")]
    locked: Annotated[bool, says("Whether orders are locked.")]
    ready: Annotated[bool, says("Whether the ready room waits for STARTEX.")]
    paused: Annotated[bool, says("Whether play is paused.")]
    last_turn: Annotated[bool, says("Whether this is the last turn.")]
    endex_next: Annotated[bool, says("Whether the last report is out, and the ending is announced next.")]
    finished: Annotated[bool, says("Whether the run has ended.")]
    brink: Annotated[bool, says("Whether this is a brink turn: the run may end after the next.")]
    bulletin_turn: Annotated[int, says("The turn whose news stand in the bulletin; 0 for none.")]
    format: Annotated[str, says("The length of play, by its id.")]
    format_title: Annotated[str, says("What the format is called.")]
    preset: Annotated[
        str, says("How the roles are seated, by its id; empty where the exercise has no presets.")
    ]
    preset_title: Annotated[str, says("What the preset is called; may be empty.")]
    preset_text: Annotated[str, says("What the preset means; may be empty.")]
    control_roles: Annotated[list[str], says("Roles whose seats are control under this seating.")]
    drafts_count: Annotated[
        bool, says("Whether drafts count when orders are locked; else only what is sealed.")
    ]
    minutes: Annotated[int, says("Minutes that the format gives this phase; 0: no limit.")]
    turn_minutes: Annotated[int, says("Minutes that it gives a whole turn.")]
    seats: Annotated[
        dict[str, str], says("By role and `control`: who plays it: person, program, bot or empty.")
    ]
    roles: Annotated[list[RoleName], says("Every role.")]
    map: Annotated[MapView, says("The map of relations.")]
    tracks: Annotated[list[Track], says("The tracks this seat knows something of.")]
    tokens: Annotated[list[Token], says("Open tokens that it may see.")]
    flags: Annotated[list[Flag], says("Flags that are set and that it may see.")]
    agreements: Annotated[list[Agreement], says("Agreements in force.")]
    story: Annotated[list[Fact], says("Everything it was told, in order.")]
    bulletin: Annotated[
        list[Bulletin], says("The public news of the turn last published, the weightiest first.")
    ]
    outcome: Annotated[Outcome | None, says("How it ended; none while it goes on.")]
    clock: NotRequired[Annotated[Clock, says("The clock of the phase; from a server alone.")]]
    journal: NotRequired[
        Annotated[list[JournalLine], says("For control: the newest lines of the log; from a server alone.")]
    ]


class PublicView(View):
    """The view of the public: what every seat has."""


# A role's own matters


class Limits(TypedDict):
    """How many orders a role may give in a turn."""

    paid: Annotated[int, says("Orders that cost capital.")]
    free: Annotated[int, says("Orders that cost nothing.")]
    said: Annotated[str, says("Both, and what becomes of capital that is not spent.")]


class GivenOrder(TypedDict):
    """An order that was chosen."""

    order: OrderKey
    title: Annotated[str, says("What it is called.")]
    secret: Annotated[bool, says("Whether it is given in secret.")]
    message: Annotated[str, says("The letter it carries, by its id; may be empty.")]
    cost: Annotated[int, says("Capital that it costs.")]


class RowChance(TypedDict):
    """A row that an order could bring."""

    row: Annotated[str, says("What the row says.")]
    chance: Chance


class Move(TypedDict):
    """An order that a role has, and whether it may be given now."""

    order: OrderKey
    move: Annotated[str, says("Its move, by its id.")]
    title: Annotated[str, says("What the order is called, with its arguments.")]
    name: Annotated[str, says("What the move is called.")]
    variant: Annotated[
        str, says("What tells it from the others of its move: its arguments in words; its title without any.")
    ]
    text: Annotated[str, says("What it does.")]
    kind: Annotated[str, says("What kind of move it is.")]
    to: Annotated[list[str], says("The roles it is addressed to.")]
    arguments: Annotated[dict[str, str], says("Its arguments by name.")]
    cost: Annotated[int, says("Capital that it costs now.")]
    allowed: Annotated[bool, says("Whether it may be given now.")]
    reason: Annotated[str, says("Why not; empty where it may.")]
    secret: Annotated[str, says("Whether it can be secret: no, optional, yes or covert.")]
    offered: Annotated[bool, says("Whether it is open by an offer, beyond the limit of orders.")]
    asks: Annotated[list[str], says("The roles it asks before it is ruled on.")]
    consent: Annotated[bool, says("Whether it needs their consent.")]
    carries: Annotated[bool, says("Whether it carries a letter.")]
    warns: Annotated[list[str], says("What speaks against it now, in words.")]
    effects: Annotated[list[str], says("What it always brings, a clause for each effect.")]
    table: Annotated[list[str], says("The tables that decide the rest.")]
    chances: NotRequired[
        Annotated[list[RowChance], says("The rows it could bring, where the seat may reckon them.")]
    ]


class DraftComment(TypedDict):
    """What somebody of the seat says of its draft."""

    order: Annotated[str, says("The order it is about, by its key; empty for the whole draft.")]
    title: Annotated[str, says("What that order is called; empty for the whole draft.")]
    text: Annotated[str, says("What is said.")]


PromiseState = Literal["open", "kept", "broken", "unseen"]


class Promise(TypedDict):
    """A promise, and what became of it as far as it is known here."""

    id: Annotated[str, says("By its id.")]
    by: Annotated[str, says("The role that gave it.")]
    to: Annotated[list[str], says("The roles it was given to.")]
    title: Annotated[str, says("The order or the agreement, as it is called.")]
    order: Annotated[str, says("The order by its key; empty for an agreement.")]
    agreement: Annotated[str, says("The agreement by its id; empty for an order.")]
    given: Annotated[int, says("The turn it was given in.")]
    turn: Annotated[int, says("The last turn in which it can be kept.")]
    text: Annotated[str, says("What was said with it; may be empty.")]
    state: Annotated[
        PromiseState,
        says("What became of it; `unseen`: its turn is over, and whether it was kept is not known here."),
    ]


class CardToGuess(Named):
    """A card of another role, that this one guesses."""

    of: Annotated[str, says("The role whose card it is.")]
    ask: Annotated[str, says("What is asked of it.")]
    values: Annotated[list[Word], says("What it can have been.")]
    value: Annotated[str, says("What this role takes it to have been; empty: it has not said so.")]


class Guessing(TypedDict):
    """What a role takes the cards of the others to have been."""

    open: Annotated[bool, says("Whether it can still be said and changed: nobody has read the cards yet.")]
    cards: Annotated[list[CardToGuess], says("The cards of the others, in the order of the exercise.")]
    version: Version


class Guessed(TypedDict):
    """What one role took a card to have been."""

    role: Role
    value: Annotated[str, says("Which of its values.")]
    title: Annotated[str, says("The same in words.")]
    right: Annotated[bool | None, says("Whether that is what it was; none where no card was drawn.")]


class OpenedCard(Named):
    """A card with what it was, and what was guessed of it."""

    of: Annotated[str, says("The role whose card it was.")]
    ask: Annotated[str, says("What was asked of it.")]
    truth: Annotated[str, says("What it was; empty where none was drawn: then no guess counts.")]
    truth_title: Annotated[str, says("The same in words.")]
    guessed: Annotated[list[Guessed], says("What was guessed of it, in the order of the roles.")]


class Hits(TypedDict):
    """How well a role guessed: apart from its score."""

    role: Role
    right: Annotated[int, says("How many cards it guessed right.")]
    said: Annotated[int, says("Of how many cards it said anything.")]
    cards: Annotated[int, says("How many cards it had to guess.")]


class Guesses(TypedDict):
    """The cards as they were, and who saw through whom."""

    opened: Annotated[bool, says("Whether everybody may read this; before, control alone.")]
    cards: Annotated[list[OpenedCard], says("The cards, in the order of the exercise.")]
    hits: Annotated[list[Hits], says("How well each role guessed that had a card to guess.")]


class JointText(TypedDict):
    """The one text on the table of talks."""

    text: Annotated[str, says("How it reads.")]
    chair: Annotated[str, says("The role that laid it on the table.")]
    by: Annotated[str, says("The role that worded it last.")]
    parties: Annotated[list[str], says("The roles that amend and initial it.")]
    initials: Annotated[list[str], says("Those of them that have initialled it as it stands.")]
    version: Version


class AtLock(TypedDict):
    """How a seat stands before the lock."""

    state: Annotated[str, says("How it stands.", "sealed", "changed", "draft", "left", "nothing", "doctrine")]
    words: Annotated[str, says("What the lock would make of it.")]


class RefusedOrder(TypedDict):
    """An order that was refused when it was last given, or at the lock."""

    order: OrderKey
    title: Annotated[str, says("What it is called.")]
    reason: Annotated[str, says("Why it was refused.")]


class ArguedOrder(TypedDict):
    """An order in a team's own words."""

    path: Annotated[str, says("By its path.")]
    role: Role
    effect: Annotated[str, says("The track or the flag it wants to move, by its id.")]
    amount: Annotated[int, says("How far; 1 for a flag, which is to be set.")]
    wants: Annotated[str, says("The effect in words.")]
    title: Annotated[str, says("What is done, in a few words.")]
    text: Annotated[str, says("The same in full; may be empty.")]
    reasons: Annotated[list[str], says("Why it would work.")]
    secret: Annotated[bool, says("Whether its team and control alone know of it.")]
    locked: Annotated[bool, says("Whether it is locked.")]


class WantedEffect(Named):
    """An effect that argued orders may want."""

    amounts: Annotated[list[Word], says("How far it may be moved, with the effect in words.")]


class Arguing(TypedDict):
    """What a role can argue for."""

    cost: Annotated[int, says("Capital that each costs.")]
    limit: Annotated[int, says("As many as a role may give in a turn.")]
    left: Annotated[int, says("As many as this role can still give: by the limit and by its capital.")]
    reserved: Annotated[int, says("Capital that those cost which are sealed and not locked.")]
    secret: Annotated[bool, says("Whether one may be secret.")]
    reasons: Annotated[int, says("As many reasons as one can have.")]
    effects: Annotated[list[WantedEffect], says("What may be wanted.")]
    orders: Annotated[list[ArguedOrder], says("Its argued orders of this turn.")]
    open: Annotated[bool, says("Whether they can be given or taken back now.")]
    note: Annotated[str, says("What is not for this table.")]
    version: Version


class Argument(JudgedArgument):
    """A reason or a counter-argument that control weighs."""

    turned: Annotated[
        Chance, says("The chance of the effect, whole or half, if this were weighed otherwise.")
    ]


class Hardness(Word):
    """A difficulty, with what it adds to the roll."""

    amount: Annotated[int, says("What it adds.")]
    chosen: Annotated[bool, says("Whether it is the one that stands.")]


class PleaRow(TypedDict):
    """A row of the table that decides an argued order."""

    id: Annotated[str, says("By its id.")]
    number: Annotated[int, says("Its place in the table.")]
    roll: Annotated[str, says("Its band of totals; empty where it has a condition instead.")]
    title: Annotated[str, says("What happens.")]
    effects: Clauses
    chance: Chance


class Plea(ArguedOrder):
    """An argued order before control, with all that was said of it."""

    cost: Annotated[int, says("What it cost.")]
    arguments: Annotated[list[Argument], says("Its reasons, then the counter-arguments.")]
    silent: Annotated[list[str], says("The roles that were asked and said nothing against it.")]
    asked: Annotated[list[str], says("The roles that were asked.")]
    difficulty: Annotated[str, says("How hard it is, by its word.")]
    difficulties: Annotated[list[Hardness], says("How hard it can be called.")]
    amounts: Annotated[list[Word], says("The effect it wants, and what it can be cut to.")]
    left: Annotated[int, says("How far it goes as it is weighed.")]
    weighed: Annotated[bool, says("Whether its weights are fixed.")]
    inadmissible: Annotated[bool, says("Whether it was ruled inadmissible.")]
    reason: Annotated[str, says("Why it was weighed so; may be empty.")]
    sum: Annotated[int, says("What the arguments and the difficulty add to the roll, within the cap.")]
    cap: Annotated[int | None, says("The most that they can add, either way.")]
    works: Annotated[Chance, says("The chance of the effect, whole or half.")]
    rows: Annotated[list[PleaRow], says("The table that decides, with the chances as it is weighed.")]
    odds: Annotated[list[RowOdds], says("The rows that dice can come to, with their chances.")]
    table: Annotated[str, says("What the table is called.")]
    dice: Annotated[str, says("The dice that are thrown.")]
    ruling: Path
    version: Version


class Question(TypedDict):
    """A question put to a seat this turn."""

    id: Annotated[str, says("By its id.")]
    text: Annotated[str, says("As it is put.")]
    by: Annotated[str, says("The role whose order asks; `control` for an inject's.")]
    options: Annotated[list[Word], says("What can be answered.")]
    answer: Annotated[str, says("The word that was answered; empty while it is open.")]
    silent: Annotated[bool, says("Whether nobody answered and silence counted.")]
    silence: Annotated[str, says("What counts where nobody answers.")]
    carries: Annotated[bool, says("Whether a letter comes with it.")]
    version: Version
    argued: Annotated[
        ArguedOrder | None, says("The argued order that it asks for a counter-argument to, in free text.")
    ]
    said: Annotated[str, says("The counter-argument that was given; may be empty.")]


class AskedQuestion(Question):
    """A question as control sees it."""

    to: Annotated[str, says("The seat it is put to.")]


class Term(TypedDict):
    """A term of an agreement and the values it can have."""

    id: Annotated[str, says("By its id.")]
    title: Annotated[str, says("What it is called.")]
    values: Annotated[list[Word], says("What can be chosen.")]


class SettledTerm(Term):
    """A term as a proposal has it, beside what stood in the one that it answers."""

    word: Annotated[str | int, says("Its value, as a command carries it.")]
    said: Annotated[str, says("Its value as it is read.")]
    before: Annotated[str, says("Its value in the proposal that this one answers; empty without one.")]


class Proposal(TypedDict):
    """A proposal on the table."""

    id: Annotated[str, says("By its id.")]
    agreement: Annotated[str | None, says("The agreement, by its id; none for one in free words.")]
    title: Annotated[str, says("What it is called.")]
    text: Annotated[str, says("What it says.")]
    terms: Annotated[str, says("Its terms in words; may be empty.")]
    by: Annotated[str, says("The role that proposed it.")]
    needs: Annotated[list[str], says("The roles whose signature it needs.")]
    invites: Annotated[list[str], says("The roles that may sign it besides.")]
    signed: Annotated[list[str], says("The roles that have signed.")]
    status: Annotated[str, says("Whether all who are needed have signed.", "open", "announced")]
    can_sign: Annotated[bool, says("Whether this seat can sign it now.")]
    settled: Annotated[list[SettledTerm], says("Its terms one by one.")]
    counters: Annotated[
        str, says("Who made the proposal that this one answers; empty where it answers none.")
    ]
    before: Annotated[
        str, says("Of one in free words: what the proposal said that it answers; may be empty.")
    ]
    can_counter: Annotated[bool, says("Whether this seat could put another in its place.")]
    condition: NotRequired[Annotated[str, says("What the last signature waits for, where it waits.")]]
    holds: NotRequired[Annotated[bool, says("Whether that holds; where this seat reads all of it.")]]


class Proposable(Named):
    """An agreement that this seat could propose."""

    text: Annotated[str, says("What it says.")]
    needs: Annotated[list[str], says("The roles whose signature it needs.")]
    may: Annotated[dict[str, str], says("By role that may be invited: as what.")]
    terms: Annotated[list[Term], says("Its terms.")]
    condition: Condition


class Objective(Named):
    """An objective of a role, as it stands."""

    points: Points
    met: Annotated[bool, says("Whether it is met now.")]
    bonus: Annotated[bool, says("Whether it counts beside the others.")]
    condition: Annotated[str, says("When it is met, in words.")]
    missing: Annotated[list[str], says("What it lacks now, a clause for each; empty where it is met.")]


class RedLine(Named):
    """A red line of a role, as it stands."""

    points: Annotated[int, says("Points that crossing it costs.")]
    crossed: Annotated[bool, says("Whether it has been crossed.")]
    condition: Annotated[str, says("When it is crossed, in words.")]
    missing: Annotated[list[str], says("How far off it is, a clause for each; empty where it is crossed.")]


class Releasable(TypedDict):
    """An inject that this seat may release now."""

    inject: InjectId
    title: Annotated[str, says("What it is called.")]
    text: Annotated[str, says("What it says.")]
    to: Addressed
    effects: Annotated[list[str], says("What it brings, as far as this seat may read it.")]
    asks_control: Annotated[bool, says("Whether control has to approve.")]
    sought: Annotated[bool, says("Whether it was asked for and control has not answered.")]


class Rights(TypedDict):
    """What this seat may do beyond its orders."""

    chair: Annotated[bool, says("Whether it chairs the meeting.")]
    release: Annotated[list[Releasable], says("The injects it may release now.")]


class Route(TypedDict):
    """A way by which a letter of this role can go."""

    through: Annotated[str, says("The role that carries it.")]
    to: Annotated[list[str], says("The roles it can be for.")]
    outlook: Annotated[list[str], says("What can come of it, and what that does, as far as it may know.")]


class NoContact(TypedDict):
    """A role to which this one writes only through a carrier now."""

    role: Annotated[str, says("The role.")]
    text: Annotated[str, says("What the exercise says of it.")]


class ReplyRoute(TypedDict):
    """A letter that can be answered through its carrier."""

    sender: Annotated[str, says("The role whose letter it was.")]
    through: Annotated[str, says("The role that carries the answer.")]
    worth: Annotated[list[str], says("What the letter that came counts for later, and for whom.")]


class Letter(TypedDict):
    """A letter handed to this role to carry."""

    id: Annotated[str, says("The message, by its id.")]
    sender: Annotated[str, says("Whose it is.")]
    sealed: Annotated[bool, says("Whether the carrier may not read it.")]


class OnRequest(TypedDict):
    """An order of a role that control plays, which this seat can ask for."""

    order: OrderKey
    role: Annotated[str, says("The role that would give it.")]
    title: Annotated[str, says("What it is called.")]
    text: Annotated[str, says("What it does.")]
    cost: Annotated[int, says("Its price in capital, as printed.")]
    known: Annotated[bool, says("Whether this seat can tell if its condition and limit allow it now.")]
    reason: Annotated[str, says("Why they do not, where this seat can tell; may be empty.")]


class RoleView(View):
    """A role's own matters beside what every seat has."""

    card: Annotated[str, says("What the role is told about itself; empty where its seat is control.")]
    interests: Annotated[str, says("What it wants; empty where its seat is control.")]
    seat_note: Annotated[str, says("What its seat should know under this preset; may be empty.")]
    capital: Annotated[int, says("Political capital that it has.")]
    bank: Annotated[int, says("As much capital as can be kept.")]
    limits: Annotated[Limits, says("How many orders it may give in a turn.")]
    orders: Annotated[list[GivenOrder], says("What it has sealed this turn, or what was locked of it.")]
    draft: Annotated[
        list[GivenOrder] | None, says("What it has chosen and not sealed; none where all is sealed.")
    ]
    comments: Annotated[list[DraftComment], says("What its people say of the draft, the oldest first.")]
    too_much: Annotated[str, says("What of the draft is more than it can seal; empty where it fits.")]
    at_lock: Annotated[AtLock, says("How it stands before the lock.")]
    refused_orders: Annotated[list[RefusedOrder], says("Its orders that were refused this turn, and why.")]
    sealed: Annotated[bool, says("Whether it has sealed its orders.")]
    sought: Annotated[list[str], says("Injects it asked control to release, by their ids.")]
    moves: Annotated[list[Move], says("Every order it has.")]
    questions: Annotated[list[Question], says("Questions put to it this turn.")]
    proposals: Annotated[list[Proposal], says("Proposals it is party to or invited to.")]
    can_propose: Annotated[list[Proposable], says("Agreements it could propose now.")]
    objectives: Annotated[list[Objective], says("Its objectives; none where its seat is not scored.")]
    red_lines: Annotated[list[RedLine], says("Its red lines; none where its seat is not scored.")]
    may: Annotated[Rights, says("What it may do beyond its orders.")]
    cells: Annotated[list[Named], says("The cells within the seat; none where the exercise names none.")]
    carriers: Annotated[list[str], says("The roles that carry letters.")]
    no_direct_contact: Annotated[
        list[NoContact], says("Roles to which it writes only through a carrier, as the phase began.")
    ]
    routes: Annotated[list[Route], says("The ways by which its letters can go.")]
    can_answer_through: Annotated[list[ReplyRoute], says("Letters it can answer through their carrier.")]
    letters: Annotated[list[Letter], says("Letters it was handed to carry.")]
    on_request: Annotated[list[OnRequest], says("Orders it can ask control for.")]
    joint: Annotated[JointText | None, says("The text on the table, where this seat knows of one.")]
    speaks: Annotated[
        list[str],
        says("The bots that answer a message with a line of their doctrine; others answer nothing."),
    ]
    promises: Annotated[list[Promise], says("Promises it gave or was given.")]
    guessing: Annotated[
        Guessing | None,
        says("After ENDEX: what it guesses; none where it has no card to guess, or has seen them all."),
    ]
    guesses: Annotated[Guesses | None, says("What all have guessed, with the truth; none before it is open.")]
    notebook: Annotated[str, says("What the people of this seat have written down; may be empty.")]
    arguing: Annotated[Arguing | None, says("What it can argue for; none where it does not argue.")]


class SeatVersions(TypedDict):
    """What a role's commands carry; questions have theirs beside them."""

    orders: Version
    seat: Version
    advance: Version
    notebook: Version


class SeatView(RoleView):
    """The view of a role."""

    versions: Annotated[SeatVersions, says("What its commands carry in `seen.version`.")]


# What can come of a decision, as far as one seat may know


class DecisionRow(TypedDict):
    """A row that could come, with its chance as far as the seat may reckon it."""

    row: Annotated[str, says("What it says; empty where this seat would not be told of it.")]
    roll: Annotated[str, says("The totals that give it, such as `7..9`; empty where a condition does.")]
    effects: Annotated[list[str], says("What it does to what this seat reads, a clause for each effect.")]
    runs: Annotated[list[str], says("The tables it runs. They are named and not reckoned.")]
    chance: Annotated[float | None, says("How likely, from 0 to 1; none where no odds may be shown.")]
    least: Annotated[float | None, says("The least it can be, whatever stands unseen.")]
    most: Annotated[float | None, says("The most it can be, whatever stands unseen.")]


class DecisionModifier(TypedDict):
    """A modifier that this seat knows of."""

    amount: Annotated[int, says("What it adds.")]
    reason: Annotated[str, says("Why, as the exercise says it.")]
    condition: Annotated[str, says("When it holds, in words.")]
    state: Annotated[
        Literal["counts", "unseen", "open", "idle"],
        says(
            "It counts; it may hold unseen; it hangs on this turn's orders; or it does not hold.",
            *("counts", "unseen", "open", "idle"),
        ),
    ]
    holders: Annotated[list[str], says("The roles that can bring it about, by the exercise.")]
    own: Annotated[list[str], says("Orders of this seat that can bring it about, by their keys.")]
    missing: Annotated[list[str], says("What it still lacks, in words; empty where it holds.")]
    above: Annotated[float | None, says("With it, the chance of a row above the lowest.")]


class DecisionTable(TypedDict):
    """A table that would be asked."""

    table: Annotated[str, says("What it decides.")]
    dice: Annotated[str, says("The dice: 1d6, 2d6, or empty for none.")]
    cap: Annotated[int | None, says("As much as all modifiers together can count; none where it has no cap.")]
    collects: Annotated[bool, says("Whether all rows that hold apply, and not the first alone.")]
    odds: Annotated[
        Literal["exact", "known", "none"],
        says(
            "The odds are those of the table as things stand, only as far as the seat knows, or not shown.",
            *("exact", "known", "none"),
        ),
    ]
    rows: Annotated[list[DecisionRow], says("The rows that can come, as the table has them.")]
    modifiers: Annotated[list[DecisionModifier], says("Its modifiers, as far as this seat knows of them.")]
    sum: Annotated[int, says("What the modifiers that count come to, within the cap.")]
    unseen: Annotated[
        list[int],
        says("How much modifiers that this seat knows nothing of could take away and add; or none."),
    ]
    lowest: Annotated[str, says("The lowest row that dice can give; empty without dice.")]
    above: Annotated[float | None, says("The chance of a row above it.")]


class DecisionCase(TypedDict):
    """One way it can go: by the answer of whoever is asked."""

    answer: Annotated[str, says("The word answered; `none` without an answer, empty where nobody is asked.")]
    title: Annotated[str, says("The answer in words.")]
    effects: Annotated[list[str], says("What the answer itself does to what this seat reads.")]
    runs: Annotated[list[str], says("The tables the answer runs. They are named and not reckoned.")]
    returned: Annotated[bool, says("Whether nothing is done then and the cost comes back.")]
    tables: Annotated[list[DecisionTable], says("The tables that would be asked.")]


class DecisionWay(TypedDict):
    """What one outcome would do to a goal."""

    case: Annotated[str, says("The answer that leads there, in words; may be empty.")]
    row: Annotated[str, says("The row; empty for what comes in any case.")]
    way: Annotated[
        Literal["meets", "undoes", "nearer", "further"],
        says("It comes to hold or no longer holds, or goes towards that or away.", *WAYS),
    ]
    chance: Annotated[float | None, says("How likely that row is, where odds are shown.")]


class DecisionGoal(Named):
    """An objective or a red line of this role that it touches."""

    kind: Annotated[Literal["objective", "red_line"], says("Which.", "objective", "red_line")]
    points: Points
    holds: Annotated[bool, says("Whether it is met, or crossed, now.")]
    missing: Annotated[list[str], says("What it lacks now, in words.")]
    ways: Annotated[list[DecisionWay], says("What can come of it.")]


class Reach(Named):
    """A track this seat reads, and where the order's own outcomes could take it."""

    value: Annotated[int, says("Where it stands.")]
    low: Annotated[int, says("The lowest it could come to.")]
    high: Annotated[int, says("The highest it could come to.")]


class Gain(TypedDict):
    """What an agreement does for one party, by the aims that everybody knows."""

    role: Role
    aims: Annotated[list[str], says("Its public aims that are touched, each with the way it goes.")]


class DecisionTerms(TypedDict):
    """What an agreement would mean."""

    terms: Annotated[str, says("Its terms in words; may be empty.")]
    needs: Annotated[list[str], says("The roles that must sign.")]
    condition: Condition
    holds: Annotated[Literal["yes", "no", "unseen"], says("Whether that holds now.", "yes", "no", "unseen")]
    missing: Annotated[list[str], says("What it lacks, in words.")]
    forbids: Annotated[list[str], says("What cannot be while it is in force.")]
    later: Annotated[list[str], says("What comes after some turns.")]
    ends: Annotated[list[str], says("What ends it, and what follows.")]
    gains: Annotated[list[Gain], says("What it does for each party, by its public aims.")]


class Worth(TypedDict):
    """What one thing that a decision can bring about is good for later."""

    what: Annotated[str, says("The flag or token, by its title.")]
    counts: Annotated[list[str], says("The modifiers it brings and the moves it opens, each with whose.")]


class Decision(TypedDict):
    """What can come of an order, an answer or an agreement, as far as the seat may know."""

    kind: Annotated[Literal["order", "question", "agreement"], says("What is decided.", *DECIDED)]
    about: Annotated[str, says("The order, question, proposal or agreement, by its key.")]
    title: Annotated[str, says("What it is called.")]
    text: Annotated[str, says("What it means.")]
    by: Annotated[
        str,
        says(
            "The role that decides or asks; `control` for an inject's question; empty for an agreement that "
            "others put on the table."
        ),
    ]
    to: Addressed
    cost: Annotated[int, says("Capital that it costs.")]
    left: Annotated[int, says("Capital that stays, with everything chosen so far and this.")]
    allowed: Annotated[bool, says("Whether it can be done now.")]
    reason: Annotated[str, says("Why not; empty where it can.")]
    secret: Annotated[str, says("Whether it can be secret: no, optional, yes or covert.")]
    reads: Annotated[list[str], says("The roles that learn of it where it is secret; control always does.")]
    warns: Annotated[list[str], says("What speaks against it now, in words.")]
    effects: Annotated[list[str], says("What it does of itself to what this seat reads.")]
    runs: Annotated[list[str], says("The tables that this runs. They are named and not reckoned.")]
    counted: Annotated[list[str], says("Other orders of this seat that are reckoned with, by their titles.")]
    cases: Annotated[list[DecisionCase], says("The ways it can go, one for each answer. None has a weight.")]
    goals: Annotated[list[DecisionGoal], says("Objectives and red lines of this role that it touches.")]
    reach: Annotated[list[Reach], says("Tracks that its outcomes could move.")]
    worth: Annotated[list[Worth], says("What it is worth later, and to whom, by the exercise alone.")]
    terms: NotRequired[Annotated[DecisionTerms, says("Of an agreement: what it would mean.")]]


# What control sees


Words = str | dict[str, str]
"""A text, or one for each language."""
WrittenSender = TypedDict(
    "WrittenSender", {"from": Annotated[Words, says("Who is named as its sender; may be empty.")]}
)


class InjectDraft(WrittenSender):
    """What an inject of control's own was written as, to be changed."""

    text: Annotated[Words, says("What it says; by language where it was written so.")]
    title: Annotated[Words, says("What it is called; may be empty.")]
    to: Addressed
    type: Annotated[str, says("What it is about; may be empty.")]
    expect: Annotated[Words, says("What control expects to follow; may be empty.")]
    because: Claims
    effects: Annotated[Effects, says("What it changes, as an exercise file would write it.")]
    when: Annotated[int | Literal["tray"], says("The turn it is for, or `tray`: at once.")]


class Inject(Sender):
    """An inject as control sees it."""

    inject: InjectId
    sought: Annotated[str, says("The role that asks for its release; empty where none does.")]
    version: Version
    title: Annotated[str, says("What it is called.")]
    text: Annotated[str, says("What it says.")]
    to: Addressed
    notice: Annotated[list[str], says("Roles that read it without being addressed.")]
    type: Annotated[str, says("What it is about; may be empty where control wrote it.")]
    mode: Annotated[
        Literal["timetable", "triggered", "offered", "written"], says("How it comes into the tray.")
    ]
    expect: Expected
    because: Claims
    condition: NotRequired[Annotated[str, says("When it may come, in words; of the exercise's own injects.")]]
    choose: Annotated[dict[str, list[str]], says("What is chosen at its release: by name, the words.")]
    choices: Annotated[dict[str, str], says("By such a word, its meaning.")]
    draft: NotRequired[Annotated[InjectDraft, says("Where control wrote it: as it was written.")]]


class InjectInTray(Inject):
    """An inject that can be released now."""

    why: Annotated[
        str,
        says(
            "Why it lies in the tray.",
            "timetable",
            "deferred",
            "written",
            "triggered",
            "held",
            "passed over",
            "offered",
        ),
    ]
    blocked: Annotated[str, says("What speaks against its release: if, unless or other; empty: nothing.")]


class InjectOfList(Inject):
    """An inject of the whole list (MSEL)."""

    planned: Annotated[int | None, says("The turn it is planned for; none: any.")]
    status: Annotated[
        str, says("What became of it: released, held, deferred, skipped, withdrawn; may be empty.")
    ]
    turn: Annotated[int | None, says("The turn in which that was, or to which it was deferred.")]


class Template(Sender):
    """What an inject of control's own can begin with."""

    template: Annotated[str, says("By its id.")]
    group: Annotated[str, says("Under which heading it stands; may be empty.")]
    title: Annotated[str, says("What it is called.")]
    text: Annotated[str, says("What it says.")]
    to: Addressed
    type: Annotated[InjectKind, says("What it is about.")]
    expect: Expected
    because: Claims
    titles: ByLanguage
    texts: ByLanguage
    senders: ByLanguage
    expects: ByLanguage
    effects: Clauses
    raw: Annotated[Effects, says("The effects as the exercise file writes them.")]


class StepName(TypedDict):
    """A step of the adjudication."""

    number: Annotated[int, says("Its number, from 1; 0 for what is no step of the turn.")]
    title: Annotated[str, says("What it is called.")]


class CardOrder(TypedDict):
    """The order that called a ruling."""

    role: Role
    order: OrderKey
    title: Annotated[str, says("What it is called.")]
    arguments: Annotated[list[str], says("Its arguments in words.")]
    secret: Annotated[bool, says("Whether it was given in secret.")]


class CardRow(TypedDict):
    """A row of the table, and how it stood."""

    id: Annotated[str, says("By its id.")]
    number: Annotated[int, says("Its place in the table, from 1.")]
    roll: Annotated[str, says("The totals it takes, as they are read; empty where no dice decide it.")]
    title: Annotated[str, says("What it says.")]
    condition: Condition
    effects: Clauses
    state: Annotated[
        Literal["hit", "possible", "closed"], says("Whether it was hit, could have been, or not.")
    ]
    why: Annotated[str, says("Why it was closed; else empty.")]


class CardModifier(Modifier):
    """A modifier that can hold for this table."""

    condition: Annotated[str, says("When it holds, in words.")]
    holds: Annotated[bool, says("Whether it holds.")]


class ReplacedRow(TypedDict):
    """The row that an override replaced."""

    row: Annotated[str, says("By its id.")]
    title: Annotated[str, says("What it says.")]


class Card(TypedDict):
    """The card of a ruling: the whole table as it was read."""

    step: Annotated[StepName, says("The step it was ruled in.")]
    order: Annotated[CardOrder | None, says("The order that called it; none where none did.")]
    answer: Annotated[str, says("What those who were asked answered; may be empty.")]
    hit: Annotated[str, says("Whether the first row that holds counts, or every one.")]
    dice: Annotated[str, says("The dice of the table, such as `2d6`; empty without.")]
    cap: Annotated[int | None, says("As much as all modifiers together can come to, either way.")]
    rows: Annotated[list[CardRow], says("Every row.")]
    modifiers: Annotated[list[CardModifier], says("Every modifier that can hold.")]
    sum: Annotated[int, says("What the modifiers came to; 0 without dice.")]
    total: Annotated[int | None, says("The sum with its modifiers; none without dice.")]
    replaced: Annotated[ReplacedRow | None, says("The row that control's override replaces.")]


class Rung(TypedDict):
    """A row that the same inputs give, over the range of totals."""

    row: Annotated[str, says("By its id.")]
    title: Annotated[str, says("What it says.")]
    chance: Chance
    misleads: NotRequired[
        Annotated[
            Literal[True], says("Where it tells the actor something false, in the words of what is true.")
        ]
    ]


class Foretold(TypedDict):
    """A fact that has not happened yet."""

    text: Annotated[str, says("What it would say, in a sentence.")]


class ForetoldRuling(Foretold, RulingDetails):
    """A ruling as it would be published now."""

    kind: Literal["ruling"]
    version: Version
    overridden: Annotated[bool, says("Whether control has overridden it.")]
    card: Annotated[Card, says("The whole table as it was read.")]
    ladder: NotRequired[
        Annotated[list[Rung], says("Where dice decide: the rows they could give, lowest first.")]
    ]


class ForetoldOrder(Foretold, OrderDetails):
    """An order as it would be carried out."""

    kind: Literal["order"]
    step: Annotated[StepName, says("The step it is carried out in.")]


class ForetoldTrack(Foretold, TrackDetails):
    """A track that would move."""

    kind: Literal["track"]


class ForetoldValue(Foretold, ToldDetails):
    """A value that would be told."""

    kind: Literal["told"]


class ForetoldRole(Foretold, RoleDetails):
    """A red line that would be crossed."""

    kind: Literal["red_line"]


class ForetoldAgreement(Foretold, AgreementDetails):
    """An agreement that would enter or end."""

    kind: Literal["agreement"]


class ForetoldMessage(Foretold):
    """A letter that would be handed over, or come to hand."""

    kind: Literal["message"]
    sender: Role
    id: Annotated[str, says("The message, by its id.")]
    to: NotRequired[Annotated[list[str], says("Whom it reaches.")]]
    through: NotRequired[Annotated[str, says("The role that carries it.")]]
    delivered: NotRequired[Annotated[Literal[True], says("Where it was carried and handed over.")]]


class ForetoldPlain(Foretold):
    """Anything else that would happen."""

    kind: Annotated[
        Literal["answer", "brink", "lapsed", "late", "offer", "overdue"],
        says("What kind of fact."),
    ]
    path: NotRequired[Annotated[str, says("Of an override that would lapse: its ruling.")]]


Foreseen = (
    ForetoldRuling
    | ForetoldOrder
    | ForetoldTrack
    | ForetoldValue
    | ForetoldRole
    | ForetoldAgreement
    | ForetoldMessage
    | ForetoldPlain
)
"""A fact that has not happened yet, told apart by its `kind`."""


class Moved(Named):
    """A track that moved in some facts, from the first of them to the last."""

    before: Reading
    before_words: Annotated[str, says("The value before, as it is read.")]
    after: Reading
    after_words: Annotated[str, says("The value after, as it is read.")]
    course: Annotated[list[Level], says("Every value that it took, the first first.")]
    course_words: Annotated[list[str], says("The same as they are read.")]
    change: Annotated[int, says("How far it has moved; 0 where only a band is known.")]
    causes: Annotated[list[str], says("Why, each cause once.")]


class Movement(Named):
    """A track that would stand elsewhere."""

    before: Annotated[int, says("Its value now.")]
    after: Annotated[int, says("Its value then.")]


class Wakes(TypedDict):
    """Injects whose conditions would turn, by title."""

    starts: Annotated[list[str], says("What could then come.")]
    stops: Annotated[list[str], says("What could then come no longer.")]


class Preview(TypedDict):
    """What releasing an inject would do now."""

    facts: Annotated[list[Foreseen], says("What would be told.")]
    tracks: Annotated[list[Movement], says("The tracks that would move.")]
    effects: Annotated[list[str], says("What it would do to flags and tokens, in words.")]
    wakes: Annotated[Wakes, says("The injects whose conditions would turn.")]


class Claim(TypedDict):
    """A claim of the source."""

    id: Annotated[str, says("By its id.")]
    claim: Annotated[str, says("What it says.")]


class Lever(TypedDict):
    """Something that an effect can begin with."""

    what: Annotated[str, says("A track by its id, or a verb with what it is done to.")]
    title: Annotated[str, says("What it is called.")]


class LeverGroup(TypedDict):
    """Levers of a kind."""

    title: Annotated[str, says("What the kind is called.")]
    levers: Annotated[list[Lever], says("The levers.")]


class Levers(TypedDict):
    """What an inject written during play can name."""

    languages: Annotated[list[str], says("The languages its texts are written in, by code.")]
    types: Annotated[list[InjectKind], says("What it can be about.")]
    verbs: Annotated[list[str], says("The verbs that name what they are done to.")]
    groups: Annotated[list[LeverGroup], says("What it can do, by kind.")]
    claims: Annotated[list[Claim], says("The claims it can rest on.")]


class GivenLetter(Letter):
    """A letter handed to a role that control plays, as control reads it."""

    text: Annotated[str, says("What it says.")]
    delivered: Annotated[bool, says("Whether it has arrived.")]


class AskedFor(TypedDict):
    """The order that a request names; all empty where it names none."""

    order: Annotated[str, says("By its key.")]
    title: Annotated[str, says("What it is called.")]
    played: Annotated[str, says("The role that would give it.")]
    reason: Annotated[str, says("Why it cannot be given now; empty where it can.")]
    carries: Annotated[bool, says("Whether it carries a letter.")]
    letters: Annotated[
        list[GivenLetter],
        says("The letters that could go with it, the newest first: where none is named, it goes."),
    ]


class Request(AskedFor):
    """What a role asked control for."""

    id: Annotated[str, says("By its id, such as R01.")]
    role: Role
    text: Annotated[str, says("What it asks; may be empty where it names an order.")]
    turn: Turn
    phase: PhaseNow
    answered: Annotated[
        str,
        says("How control has done with it; empty: it waits.", "", "answered", "aside", "aloud", "ordered"),
    ]


class PlayedRole(TypedDict):
    """A role that control plays."""

    role: Role
    bank: Annotated[int, says("As much capital as can be kept.")]
    limits: Annotated[Limits, says("How many orders it may give in a turn.")]
    moves: Annotated[list[Move], says("Every order it has.")]
    letters: Annotated[list[GivenLetter], says("Letters it was handed to carry.")]
    refused: Annotated[list[RefusedOrder], says("Its orders that were refused this turn, and why.")]
    on_request: Annotated[list[str], says("Its moves that other roles can ask for, by their ids.")]
    arguing: Annotated[Arguing | None, says("What it can argue for; none where it does not argue.")]


class WaitsOver(TypedDict, total=False):
    """What something that waits is about."""

    request: Annotated[str, says("The request, by its id.")]
    role: Annotated[str, says("The role it is about; may be empty.")]
    order: Annotated[str, says("The order a request names; may be empty.")]
    inject: Annotated[str, says("The inject, by its id.")]
    question: Annotated[str, says("The question, by its id.")]
    token: Annotated[str, says("The token, by its id.")]
    ruling: Annotated[str, says("The ruling, by its path.")]


class Waiting(WaitsOver):
    """What waits for control."""

    kind: Annotated[
        str,
        says(
            "What kind of thing waits.",
            *("question", "sought", "answer", "late", "weigh", "marks", "token", "inject", "lapsed"),
        ),
    ]
    title: Annotated[str, says("What waits.")]
    text: Annotated[str, says("What it is about.")]
    line: Annotated[int, says("The line of the log since which it waits; 0 where that is not counted.")]


class NextStep(TypedDict):
    """The one next step of control."""

    command: Annotated[Literal["startex", "advance", "finish"], says("The command to send.")]
    label: Annotated[str, says("What it does.")]
    beside: Annotated[str, says("How things stand; may be empty.")]
    notes: Annotated[list[str], says("What to know before it is done.")]
    question: Annotated[str, says("What is asked before it is done; empty: nothing is asked.")]


class Lapsed(TypedDict):
    """An override that lapsed."""

    ruling: Path
    title: Annotated[str, says("What the ruling is called.")]


class Standing(TypedDict):
    """The scores as they stand."""

    scores: Annotated[dict[str, int], says("By role, its points.")]
    caps: Annotated[
        dict[str, int], says("By role, what the cap of the ending that was reached took from them (below 0).")
    ]
    common: Annotated[int | None, says("The common score; none where the exercise has none.")]


class Mark(Named):
    """A mark that control can set on a statement."""

    of: Annotated[bool, says("Whether it needs a role that the statement is about.")]


class ControlVersions(TypedDict):
    """What control's commands carry; injects, rulings and questions have theirs beside them."""

    advance: Version
    startex: Version
    pause: Version
    resume: Version
    bulletin: Version
    seats: Annotated[dict[str, str], says("By seat: what changing it carries.")]
    orders: Annotated[dict[str, str], says("By role: what its orders carry.")]


class Link(TypedDict):
    """A line of the log, or one of its events, that an evaluator points at."""

    line: LineNumber
    event: EventNumber
    reference: Annotated[str, says("Both as a command takes them: `12.3`, or `12` for the whole line.")]
    turn: Turn
    phase: PhaseNow
    kind: Annotated[str, says("What kind of event it is; empty for a whole line.")]
    kind_words: Annotated[str, says("What that is called: ruling, order, message; empty for a whole line.")]
    text: Annotated[str, says("What happened there.")]
    cause: Annotated[str, says("What called a ruling; else empty.")]
    standing: Annotated[bool, says("Whether it still counts: no undo took it back.")]


class Aim(TypedDict):
    """An objective of the exercise with the rating that stands."""

    id: Annotated[str, says("By its id.")]
    objective: Annotated[str, says("What is to be reached.")]
    capability: Annotated[str, says("Of which capability.")]
    tasks: Annotated[list[str], says("The tasks by which it is seen.")]
    because: Claims
    rating: Annotated[str, says("Its rating; empty while there is none.", "", "P", "S", "M", "U")]
    rating_words: Annotated[str, says("What the rating is called; may be empty.")]
    text: Annotated[str, says("Why it is rated so; may be empty.")]
    links: Annotated[list[Link], says("The events it rests on, or whole lines, in their order.")]
    version: Version


class Finding(TypedDict):
    """A strength, or an area for improvement."""

    id: Annotated[str, says("By its id, such as F01.")]
    kind: Annotated[str, says("Which of the two.", "strength", "improvement")]
    kind_words: Annotated[str, says("What that is called.")]
    objective: Annotated[str, says("The objective of the exercise it is about, by its id; may be empty.")]
    title: Annotated[str, says("What was found.")]
    analysis: Annotated[str, says("Why it was so; may be empty.")]
    recommendation: Annotated[str, says("What should be done; may be empty.")]
    links: Annotated[list[Link], says("The events it rests on, or whole lines, in their order.")]
    version: Version


class PlanStep(TypedDict):
    """A step of the improvement plan."""

    id: Annotated[str, says("By its id, such as A01.")]
    finding: Annotated[str, says("The finding it answers, by its id; empty where that was withdrawn.")]
    action: Annotated[str, says("What is to be done.")]
    element: Annotated[str, says("The capability element, by its code; may be empty.")]
    element_words: Annotated[str, says("What that is called; may be empty.")]
    owner: Annotated[str, says("Who does it; may be empty.")]
    contact: Annotated[str, says("Whom to ask; may be empty.")]
    start: Annotated[str, says("The day it begins, YYYY-MM-DD; may be empty.")]
    due: Annotated[str, says("The day it is to be done, YYYY-MM-DD; may be empty.")]
    status: Annotated[str, says("How it stands.", "open", "under way", "done")]
    status_words: Annotated[str, says("What that is called.")]
    version: Version


class Observation(TypedDict):
    """A note with the moment it is pinned to."""

    line: Annotated[int, says("The line of the log in which it was written.")]
    at_line: Annotated[int, says("The line it is pinned to.")]
    at_event: EventNumber
    rests_on: Annotated[Link | None, says("The single event it is pinned to; none: the whole line.")]
    turn: Turn
    phase: PhaseNow
    text: Annotated[str, says("What it says; empty where it was withdrawn.")]
    kind: Annotated[str, says("What kind of note.", "note", "observation", "discussion")]
    by: Annotated[str, says("The seat that wrote it.")]
    author: Annotated[str, says("What that is called; observers have numbers.")]
    observer: Annotated[int, says("The number of the observer; 0 for anybody else.")]
    corrected: Annotated[bool, says("Whether it has been corrected.")]
    about: Annotated[str, says("What it is about, by its id; may be empty.")]
    about_words: Annotated[str, says("What that is called; may be empty.")]


class Conclusion(TypedDict):
    """A paragraph of the executive summary."""

    about: Annotated[str, says("`ending`, or the id of a turning point.")]
    text: Annotated[str, says("What the evaluator concludes.")]
    version: Version


class Cover(TypedDict):
    """What stands on the cover of the report."""

    sponsor: Annotated[str, says("The organisation that the exercise is for; may be empty.")]
    contact: Annotated[str, says("Whom to ask about it; may be empty.")]
    organisations: Annotated[str, says("Who took part, an organisation a line; may be empty.")]
    participants: Annotated[str, says("How many took part, and as what; may be empty.")]
    marking: Annotated[str, says("The protective marking of every copy; may be empty.")]
    handling: Annotated[str, says("To whom it may be given, and how it is kept; may be empty.")]
    summary: Annotated[str, says("What evaluators say first of how it went; may be empty.")]
    version: Version


class Evaluation(TypedDict):
    """What evaluators have recorded."""

    cover: Annotated[Cover, says("What stands on the cover of the report.")]
    objectives: Annotated[list[Aim], says("The objectives of the exercise.")]
    findings: Annotated[list[Finding], says("Strengths and areas for improvement.")]
    plan: Annotated[list[PlanStep], says("The improvement plan.")]
    conclusions: Annotated[list[Conclusion], says("The executive summary, paragraph by paragraph.")]
    observations: Annotated[list[Observation], says("Notes, as they were written.")]
    ratings: Annotated[list[Code], says("The ratings there are, the best first.")]
    kinds: Annotated[list[Code], says("The kinds of findings.")]
    elements: Annotated[list[Code], says("The capability elements.")]
    statuses: Annotated[list[Code], says("How a step of the plan can stand.")]


class ControlView(View):
    """What control sees beside what every seat has; an observer, too."""

    tray: Annotated[list[InjectInTray], says("What can be released now, what is due first.")]
    msel: Annotated[list[InjectOfList], says("The whole list of injects, and what control wrote.")]
    templates: Annotated[list[Template], says("What control's own injects can begin with.")]
    languages: Annotated[list[str], says("The languages of the exercise, by code.")]
    all_orders: Annotated[
        dict[str, list[GivenOrder]], says("By role: what it has sealed, or what was locked.")
    ]
    all_sealed: Annotated[list[str], says("The roles that have sealed.")]
    all_at_lock: Annotated[
        dict[str, AtLock], says("By role that is waited for: how it stands before the lock.")
    ]
    all_capital: Annotated[dict[str, int], says("By role: its political capital.")]
    all_questions: Annotated[list[AskedQuestion], says("Questions put to anybody this turn.")]
    all_proposals: Annotated[list[Proposal], says("Every proposal on the table.")]
    promises: Annotated[list[Promise], says("Every promise that a role gave.")]
    all_guessing: Annotated[
        dict[str, Guessing], says("After ENDEX, by role that has a card to guess: what it guesses.")
    ]
    guesses: Annotated[
        Guesses | None,
        says("After ENDEX: what all have guessed, with the truth; none where there are no cards."),
    ]
    all_objectives: Annotated[dict[str, list[Objective]], says("By role: its objectives.")]
    all_red_lines: Annotated[dict[str, list[RedLine]], says("By role: its red lines.")]
    forecasts: Annotated[bool, says("Whether control is told what may come.")]
    rulings: Annotated[list[Foreseen], says("In the rulings: what publishing now would tell.")]
    also_changed: Annotated[
        dict[str, list[str]], says("By the path of an overridden ruling: what else it changes this turn.")
    ]
    standing: Annotated[Standing, says("The scores as they stand.")]
    marks: Annotated[list[Mark], says("The marks that control can set on statements.")]
    endings: Annotated[list[Named], says("What the last turn would give as it stands: one ending, or none.")]
    versions: Annotated[ControlVersions, says("What its commands carry in `seen.version`.")]
    requests: Annotated[list[Request], says("What roles asked control for, in order.")]
    plays: Annotated[list[PlayedRole], says("The roles that control plays.")]
    waiting: Annotated[list[Waiting], says("What waits for control, the first first.")]
    ending_reached: Annotated[
        Named | None, says("The ending that publishing now would reach, or that waits for ENDEX.")
    ]
    step: Annotated[NextStep | None, says("The one next step, in words; none once the run has ended.")]
    early_end: Annotated[
        NextStep | None, says("What ends the exercise before its time; none where nothing does.")
    ]
    pleas: Annotated[list[Plea], says("Argued orders of this turn that are locked, with what they rest on.")]
    lapsed: Annotated[list[Lapsed], says("Overrides that lapsed in these rulings and were not made anew.")]
    evaluation: Annotated[Evaluation, says("What evaluators have recorded.")]
    bulletin_texts: Annotated[list[dict[str, str]], says("The bulletin by language, for whoever edits it.")]


class ControlRoleView(RoleView, ControlView):
    """The view of a role whose seat is control under this preset, or that sees all."""


VIEWS: dict[str, type[View]] = {
    "public": PublicView,
    "role": SeatView,
    "control": ControlView,
    "control_role": ControlRoleView,
}
"""By its `kind`, the type of a view."""


def is_control(view: View) -> "TypeIs[ControlView]":
    """Whether a view is that of somebody who sees what control sees."""
    return view["kind"] in ("control", "control_role")


def is_role(view: View) -> "TypeIs[RoleView]":
    """Whether a view has a role's own matters."""
    return view["kind"] in ("role", "control_role")
