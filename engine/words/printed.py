"""An exercise in words as it is handed over before play: key by key, each with its meaning.

Declarations over plain dictionaries, as in `engine.views.seen`: they go out as JSON and into prints as they
are. What a role may read is `Pack` and `Frame`; the rest is control's. A test holds what is handed over to
these types (`tests/words/test_printed.py`).
"""

from typing import Annotated, NotRequired, TypedDict

from engine.words.meaning import says

Id = Annotated[str, says("By its id.")]
RoleId = Annotated[str, says("The role, by its id.")]
Title = Annotated[str, says("What it is called.")]
Text = Annotated[str, says("What it says; may be empty.")]
Condition = Annotated[str, says("Its condition in words; empty where there is none.")]
Clauses = Annotated[list[str], says("What it does, a clause for each effect.")]
Because = Annotated[list[str], says("The claims it rests on, by their ids, or `judgement`.")]
Codes = Annotated[list[str], says("Roles by their names in a few letters.")]
Forms = Annotated[str, says("Of which forms of the table; empty: of all.")]

# What there is to choose


class FormatChoice(TypedDict):
    """A length of play."""

    id: Id
    title: Title
    turns: Annotated[int, says("How many turns it has.")]
    minutes: Annotated[int, says("How long a turn takes on the clock.")]


class PresetChoice(TypedDict):
    """A seating."""

    id: Id
    title: Title
    text: Text
    control: Annotated[list[str], says("The roles that are control in it.")]


class RoleSign(TypedDict):
    """A role as everybody knows it."""

    id: Id
    title: Title
    code: Annotated[str, says("Its name in a few letters.")]
    mark: Annotated[str | None, says("The shape that stands for it; none where it has none.")]


class Choices(TypedDict):
    """What there is to choose when a run is started."""

    id: Id
    title: Title
    subtitle: Text
    summary: Text
    languages: Annotated[list[str], says("The languages of its texts.")]
    formats: Annotated[list[FormatChoice], says("Lengths of play.")]
    format: Annotated[str, says("The one that is played when none is named.")]
    presets: Annotated[list[PresetChoice], says("Seatings.")]
    preset: Annotated[str, says("The one that is taken when none is named.")]
    roles: Annotated[list[RoleSign], says("Every role.")]


# What all may know


class PrintedArgued(TypedDict):
    """What orders in a team's own words may want, and what they cost."""

    roles: Annotated[list[str], says("The codes of the roles that may argue.")]
    cost: Annotated[int, says("Capital that one costs.")]
    limit: Annotated[int, says("As many as a role may give in a turn.")]
    secret: Annotated[bool, says("Whether one may be secret.")]
    effects: Annotated[list[str], says("What one may want, each with how far.")]


class Frame(TypedDict):
    """The title page of a pack: names, length, phases and the rules of capital."""

    exercise: Annotated[str, says("The exercise, by its id.")]
    title: Title
    subtitle: Text
    summary: Text
    level: Annotated[str, says("What it is about and what it leaves out; may be empty.")]
    source_note: Annotated[str, says("What it was made from; may be empty.")]
    version: Annotated[str, says("The version of the exercise.")]
    digest: Annotated[str, says("The beginning of the hash of its content.")]
    language: Annotated[str, says("The language of these words.")]
    format: Annotated[str, says("What the length of play is called.")]
    turns: Annotated[int, says("How many turns it has.")]
    calendar: Annotated[list[str], says("What each turn is called.")]
    minutes: Annotated[dict[str, int], says("By phase, the minutes of the clock.")]
    preset: Annotated[str, says("What the seating is called; may be empty.")]
    preset_text: Text
    bank: Annotated[int, says("The most capital that a role can hold.")]
    limits: Annotated[str, says("How many orders a role may give, and what becomes of unspent capital.")]
    argued: Annotated[PrintedArgued | None, says("Argued orders; none where the exercise has none.")]
    warned: Annotated[bool, says("Whether a turn to step back comes before an ending that stops the run.")]
    roles: Annotated[list[RoleSign], says("Every role.")]


# What a role may know


class PrintedGoal(TypedDict):
    """An objective or a red line."""

    id: Id
    title: Title
    points: Annotated[int, says("Points that it is worth.")]
    bonus: Annotated[bool, says("Whether it stands outside the sum that all roles share.")]
    condition: Condition


class PrintedIncome(TypedDict):
    """The capital that a role gets each turn."""

    start: Annotated[int, says("What it comes to at the start.")]
    formula: Annotated[str, says("How it is reckoned; empty where it stays the same.")]


class PrintedChoice(TypedDict):
    """What is chosen with a move or a table, and from what."""

    name: Annotated[str, says("What is chosen.")]
    values: Annotated[list[str], says("From what.")]


class PrintedMove(TypedDict):
    """A move as its card says it."""

    order: Annotated[str, says("The order by its key, or the move where it has choices.")]
    title: Title
    text: Text
    kind: Annotated[str, says("What sort of thing it is.")]
    to: Annotated[list[str], says("Whom it addresses.")]
    choices: Annotated[list[PrintedChoice], says("What is chosen with it.")]
    cost: Annotated[int, says("What it costs; at the start, where that changes.")]
    price: Annotated[str, says("How its cost is worked out; empty where it is always the same.")]
    secret: Annotated[str, says("Whether it is given in secret.", "no", "optional", "yes", "covert")]
    condition: Condition
    every: Annotated[int | None, says("Turns from one time to the next; none: any turn.")]
    run: Annotated[int | None, says("How often in a run; none: as often as wanted.")]
    asks: Codes
    consent: Annotated[bool, says("Whether those who are asked have to consent.")]
    carries: Annotated[bool, says("Whether it carries a message.")]
    effects: Clauses
    tables: Annotated[list[str], says("The tables that are asked.")]


class PrintedTrack(TypedDict):
    """A track as a role knows it at the start."""

    id: Id
    title: Title
    min: Annotated[int, says("The low end of its scale.")]
    max: Annotated[int, says("The high end of its scale.")]
    low: Annotated[str, says("What its low end means; may be empty.")]
    high: Annotated[str, says("What its high end means; may be empty.")]
    known: Annotated[str, says("How it is known: its value or its band.", "exact", "band")]
    value: Annotated[int | str, says("The value, or the name of its band.")]
    band: Annotated[str, says("What its band is called; empty where the value is known.")]
    range: Annotated[str, says("The values of its band, such as `0..3`; empty where the value is known.")]
    steps: Annotated[list[str], says("What its values are called, where they have names.")]
    estimate: Annotated[bool, says("Whether it is labelled as a public estimate.")]


class PrintedTerm(TypedDict):
    """A term of an agreement."""

    title: Title
    values: Annotated[list[str], says("What it can be.")]


class PrintedAgreement(TypedDict):
    """An agreement as those read it who can sign it, or control."""

    id: Id
    title: Title
    text: Text
    needs: Annotated[list[str], says("The roles whose signature it needs.")]
    may: Annotated[dict[str, str], says("By role that may sign besides: as what.")]
    signs: Annotated[str, says("Whether this role's signature is needed or possible.", "", "needs", "may")]
    condition: Condition
    terms: Annotated[list[PrintedTerm], says("Its terms.")]
    effects: Annotated[list[str], says("For control: what it does.")]
    because: Annotated[list[str], says("For control: the claims it rests on.")]


class Pack(TypedDict):
    """Everything that a role is given before the first turn."""

    role: RoleId
    title: Title
    code: Annotated[str, says("Its name in a few letters.")]
    control: Annotated[bool, says("Whether control plays it in this seating.")]
    scored: Annotated[bool, says("Whether it has a score.")]
    card: Annotated[str, says("Who it is; empty where control plays it.")]
    interests: Annotated[str, says("What it wants; empty where control plays it.")]
    seat_note: Annotated[str, says("What whoever sits here should know; may be empty.")]
    income: Annotated[PrintedIncome, says("Its capital each turn.")]
    objectives: Annotated[list[PrintedGoal], says("Its objectives.")]
    red_lines: Annotated[list[PrintedGoal], says("Its red lines.")]
    moves: Annotated[list[PrintedMove], says("What it can order.")]
    on_request: Annotated[
        dict[str, list[str]], says("By role that control plays: the moves it makes when this role asks.")
    ]
    tracks: Annotated[list[PrintedTrack], says("The tracks it sees.")]
    agreements: Annotated[list[PrintedAgreement], says("The agreements that it can sign.")]


# What control reads: tables


class FormLine(TypedDict):
    """A line with the forms of a table that it is of, or the choice of an inject."""

    of: Forms
    text: Text


class RowForm(TypedDict):
    """What a row says in some forms of its table."""

    of: Forms
    text: Text
    condition: Condition
    effects: Annotated[list[FormLine], says("What it does.")]


class PrintedRow(TypedDict):
    """A row of a table."""

    id: Id
    number: Annotated[int, says("Its place in the table, from 1.")]
    roll: Annotated[str, says("The totals it takes, as they are read; empty where no dice decide it.")]
    variants: Annotated[list[RowForm], says("By form, where that differs.")]
    to: Codes
    because: Because


class PrintedModifier(TypedDict):
    """A modifier of a table."""

    of: Forms
    amount: Annotated[int, says("How much; below 0: taken away.")]
    reason: Annotated[str, says("Why it is added.")]
    condition: Condition


class OddsRow(TypedDict):
    """A row that the dice can give."""

    id: Id
    number: Annotated[int, says("Its place in the table, from 1.")]
    title: Annotated[str, says("What it says.")]


class OddsSum(TypedDict):
    """The chances under one sum of the modifiers."""

    sum: Annotated[int, says("What the modifiers come to.")]
    chances: Annotated[list[float], says("How likely each row is, from 0 to 1.")]


class PrintedOdds(TypedDict):
    """The chance of each row for every sum of the modifiers."""

    of: Forms
    throws: Annotated[int, says("How many equal chances there are.")]
    start: Annotated[int, says("What the modifiers come to at the start.")]
    rows: Annotated[list[OddsRow], says("The rows, the lowest first.")]
    sums: Annotated[list[OddsSum], says("By sum of the modifiers, the lowest first.")]


class PrintedTable(TypedDict):
    """A rule table."""

    id: Id
    place: Annotated[int, says("Its place in the file, from 1.")]
    title: Title
    dice: Annotated[str, says("What is thrown, such as `2d6`, or `none`.")]
    hit: Annotated[str, says("Whether the first row that holds counts, or every one.", "first", "collect")]
    cap: Annotated[int | None, says("The most that all modifiers together count; none: no limit.")]
    shared: Annotated[bool, says("Whether it is ruled on once a turn, however many ask.")]
    given: Annotated[list[PrintedChoice], says("Its arguments.")]
    called_by: Annotated[list[str], says("What runs it, in words.")]
    step: Annotated[int | None, says("The step of the turn it is ruled in, from 1; none: wherever asked.")]
    steps: Annotated[int, says("How many steps a turn has.")]
    rows: Annotated[list[PrintedRow], says("Its rows.")]
    modifiers: Annotated[list[PrintedModifier], says("Its modifiers, those that lower first.")]
    odds: Annotated[PrintedOdds | None, says("Its chances; none where no dice are thrown.")]
    answers: Annotated[list[str], says("The answers by which it differs.")]
    because: Because


# What control reads: injects


class Addressed(TypedDict):
    """Words for one role alone."""

    to: Annotated[str, says("The role, by its name in a few letters.")]
    text: Text


class ControlsNote(TypedDict):
    """Of an inject what only control reads, whoever wrote it."""

    id: Id
    title: Title
    mode: Annotated[str, says("How it comes, in words.")]
    turn: Annotated[int | None, says("The turn it is planned for; none: any.")]
    condition: Condition
    effects: Clauses
    expect: Annotated[str, says("What control expects to follow; may be empty.")]
    because: Because


PrintedSender = TypedDict(
    "PrintedSender", {"from": Annotated[str, says("Who is named as its sender; may be empty.")]}
)


class PrintedInject(ControlsNote, PrintedSender):
    """An inject as its card says it."""

    texts: Annotated[list[FormLine], says("What it says: once, or by what control chooses.")]
    to: Codes
    notice: Codes
    also: Annotated[list[Addressed], says("What it says besides to some.")]
    type: Annotated[str, says("What kind of inject it is.")]
    question: Annotated[str, says("What it asks; may be empty.")]
    answers: Annotated[list[str], says("What can be answered.")]
    asked: Codes


class InjectCard(PrintedSender):
    """A card of an inject for one audience, to be handed out."""

    id: Id
    title: Title
    type: Annotated[str, says("What kind of inject it is.")]
    to: Annotated[str, says("The role it is for; empty: read to everybody.")]
    of: Annotated[str, says("What control chose, where there is a choice.")]
    texts: Annotated[list[str], says("What it says.")]
    question: NotRequired[Annotated[str, says("What it asks, where it asks.")]]
    answers: NotRequired[Annotated[list[str], says("What can be answered.")]]


# What evaluators look at, and what everything rests on


class PrintedAim(TypedDict):
    """An objective of the exercise itself."""

    id: Id
    objective: Annotated[str, says("What is to be shown.")]
    capability: Annotated[str, says("The capability it is about; may be empty.")]
    tasks: Annotated[list[str], says("What evaluators look at.")]


class PrintedClaim(TypedDict):
    """A claim of the source."""

    id: Id
    at: Annotated[str, says("Where it stands in the source.")]
    claim: Annotated[str, says("What it says.")]
