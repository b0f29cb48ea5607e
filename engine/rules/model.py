"""The exercise file as typed values: what an author may write, before it is given a meaning.

These types are the single source of the format. The JSON Schema is generated from them
(`engine.rules.schema`), the loader fills them, and everything after the loader reads only them.
Conditions and amounts stay text here; `engine.rules.exercise` gives them a meaning.

What a key means stands below it, in an author's words: its range or unit in `..`, and after `Example:` a
value as it would stand in the file. `engine.rules.meanings` reads it there, for the reference, the schema,
an editor and the messages of `check`. A key without words of its own has those of its type.
"""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct, field

Id = Annotated[str, Meta(pattern="^[A-Za-z][A-Za-z0-9_]*$", max_length=60)]
Text = str | dict[str, str | dict[str, str]]
"""A string, a map by language, or a map by argument value and then language."""
Condition = str | bool
"""An expression that holds or does not; `true` always holds."""
Amount = int | str
"""An integer, or an expression over arguments and terms."""
Because = Annotated[list[str], Meta(title="claims")]
"""What this rests on: ids of claims under `sources`, or the word `judgement` for the author's own.
Example: [S1, judgement]"""
Entry = dict[str, int | str | list[str]]
"""One thing with its value (`{subject: agenda}`), or the fields of a `Tell` or an `Offer`."""
Effects = dict[str, int | str | Entry | list[str | Entry]]
"""Tracks with their change, and the verbs of `Verbs`, which `engine.rules.verbs` reads."""


class Tell(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Give somebody a value, dated; it does not follow later change."""

    to: str | list[str]
    """Who is told: roles, arguments that name roles, `actor`, or `all`. Example: [halmar, brenia]"""
    what: str
    """A track, `message` (the text the order carries), or `objective` (see `of`). Example: night_boats"""
    as_: Literal["exact", "band", "false"] = field(name="as", default="exact")
    """How a track is told: its value, the band it lies in (`told_as` or `others_see`), or another value of
    the band that the reader sees, as if it were true (`'false'`, in quotes). Example: band"""
    of: str | None = None
    """With `what: objective`, the role whose first objective not met now is told. Example: brenia"""
    once: Literal["run"] | None = None
    """With `run`, it is told the first time only, however often the effect comes. Example: run"""


class Offer(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Open moves to a role at a special cost, beyond the limit of orders; each such move once."""

    to: str
    """The role that may order them, an argument that names it, `actor`, or `all`. Example: brenia"""
    moves: str | list[str]
    """Moves of that role, or a tag of moves. Example: tag.calm"""
    cost: Annotated[int, Meta(ge=0, le=99)] = 0
    """Capital that each costs instead of its own cost. Example: 0"""
    in_: Literal["this", "next"] = field(name="in", default="this")
    """In which turn they may be ordered: this one, or the next. Example: next"""


class Verbs(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What effects do beside moving tracks. A track stands beside these by its name, with its change: `+1`, a
    formula, `+1 up to 8`, `at least 2` or `at most 3`. Example: {set: goodwill, open: protest}
    """

    set: str | dict[str, str] | list[str | dict[str, str]] = []
    """A flag that is set; of a flag with values, to which of them. Example: goodwill"""
    clear: str | list[str] = []
    """A flag that goes back to where it stands at rest. Example: goodwill"""
    open: str | list[str] = []
    """A token that is opened, and falls due as it says; one that is open stays as it is. Example: protest"""
    close: str | list[str] = []
    """A token that is closed. Example: protest"""
    run: str | list[str] = []
    """A table that is asked, with its arguments. Example: reply(part)"""
    tell: Tell | list[Tell] = []
    """Somebody is given a value. Example: {to: brenia, what: night_boats, as: band}"""
    offer: Offer | list[Offer] = []
    """Moves are opened to a role. Example: {to: brenia, moves: tag.calm, cost: 0}"""
    capital: dict[str, int] | list[dict[str, int]] = []
    """By role, an argument that names it, or `actor`: what is added to the capital it may spend,
    `-999..999`. Example: {actor: -1}"""
    deliver: Literal["message", ""] = ""
    """The word `message`: the message that the order carries arrives. Example: message"""


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """A claim of the source text, paraphrased."""

    at: str
    """Where in the source it stands. Example: page 3"""
    claim: Text
    """What the source says, in your own words: one thing. Example: The ferry is the only regular supply."""


class Stage(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A stretch of a scale that has a name: from where the one before it ends."""

    up_to: int
    """Its highest value, `min..max` of the scale; the last stage ends at `max`. Example: 4"""
    say: Text
    """What a value on this stretch means, in a word or a few. Example: an uneasy quiet"""


class Track(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An integer on a scale. No effect moves it off its scale."""

    title: Text
    """Its name on every page; in a family, a title for each member. Example: Tension in the strait"""
    min: int
    """The lowest value of the scale, `..max`, at most 1000 values together. Example: 0"""
    max: int
    """The highest value of the scale, `min + 1..min + 999`. Example: 10"""
    start: int
    """The value before the first turn, on the scale: `min..max`. Example: 3"""
    because: Because
    seen_by: Literal["all"] | list[str] = "all"
    """Who reads its exact value: everybody, or these roles alone. Control reads all. Example: [brenia]"""
    each: list[str] | None = None
    """A family: one member for each of these roles, written `trust(halmar)`. Example: [halmar, brenia]"""
    others_see: dict[str, str] | None = None
    """Bands that cover the scale from the bottom up, shown to those outside `seen_by`; without it they see
    nothing. Example: {short: 0..1, tight: 2..3, enough: 4..6}"""
    told_as: dict[str, str] | None = None
    """Bands in which a `tell` with `as: band` is worded, where others see nothing.
    Example: {few: 0..1, many: 2..3}"""
    say: dict[str, Text] | None = None
    """What each band of `others_see` and `told_as` is called.
    Example: {few: a few, many: many}"""
    label: Text = ""
    """A shorter title for tight lists, where the title is long. Example: Tension"""
    low: Text | None = None
    """What the lowest value means, in a word or two. Example: flat calm"""
    high: Text | None = None
    """What the highest value means, in a word or two. Example: collision"""
    short: bool = False
    """Whether it is among the few that a small screen shows first. Example: true"""
    estimate: bool = False
    """Labelled as a public estimate, so that nobody takes it for a count. Example: true"""
    steps: list[Text] | None = None
    """A name for each value from `min` to `max`, where the scale is a ladder.
    Example: [silence, contacts, talks, agreement]"""
    stages: list[Stage] | None = None
    """What each stretch of the scale means, from the bottom up, where it is no ladder; said beside the value.
    Example: [{up_to: 3, say: calm}, {up_to: 7, say: tense}, {up_to: 10, say: war}]"""

    def stretches(self) -> list[tuple[int, int, Text]]:
        """The stretches of the scale that have a name, from the bottom up: lowest value, highest, name."""
        if self.steps:
            return [(value, value, text) for value, text in enumerate(self.steps, self.min)]
        stages = self.stages or []
        lows = [self.min, *(stage.up_to + 1 for stage in stages)]
        return [(low, stage.up_to, stage.say) for low, stage in zip(lows, stages, strict=False)]


class Derived(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A value worked out from others, read-only."""

    value: str
    """The formula, over tracks, flags, tokens and other derived values.
    Example: (10 - tension + 2 * sailings) // 2"""
    title: Text | None = None
    """Its name where it is shown. Example: What the strait has kept"""
    because: Because | None = None


class Flag(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something that is so, or not, for a time; with `one_of`, a choice among values."""

    lasts: Literal["turn", "next", "run"]
    """How long it stays set: to the end of this turn, of the next one, or of the run. Example: next"""
    seen_by: Literal["all"] | list[str] = "all"
    """Who may read it: everybody, or these roles alone. Control reads all. Example: [commission]"""
    one_of: list[str] | None = None
    """The values, two at least; the first is the state of rest. Set with `set: {subject: arms_control}`, read
    with `subject == arms_control`. Example: [none, denuclearisation, arms_control]"""
    each: list[str] | Literal["roles"] | None = None
    """A family: one member for each of these roles, or for every role; written `contradicted(halmar)`.
    Example: roles"""
    title: Text | None = None
    """Its name where it is shown. Example: Fog on the Bank"""


class Token(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something open until it is closed, with a turn in which it falls due.

    One still open in the step `drift` of that turn is overdue: it closes, and `played(overdue.protest)`
    holds.
    """

    due: int | Literal["never"]
    """Turns after opening in which it falls due, `0..`; `never` for one that only waits to be used.
    Example: 1"""
    each: list[str] | Literal["roles"] | None = None
    """A family: one member for each of these roles, or for every role; written `challenge(brenia)`.
    Example: [halmar, brenia]"""
    seen_by: Literal["all", "holder"] | list[str] = "all"
    """Who may read it: everybody, the roles listed, or in a family each member its own (`holder`).
    Example: holder"""
    title: Text | None = None
    """Its name where it is shown. Example: Brenia's note of protest"""


ChairWord = Literal["agenda", "speakers", "floor", "recess", "resume", "adjourn", "initialled"]
"""What the chair of talks does. Example: agenda"""


class Chair(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What of the chair of talks the rules read. A preset says which seat may chair.
    Example: {counts: {agenda: {set: goodwill}}}"""

    counts: dict[ChairWord, Effects] = {}
    """By what the chair does, what it does at once: each once a turn, and before lock. `initialled` is when
    all parties have initialled the text on the table. Example: {agenda: {set: goodwill}}"""
    parties: list[str] = []
    """The roles without which a text that was initialled does not count. Example: [halmar, brenia]"""


class NoDirectContact(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Two roles that do not write to each other while a condition holds: no message, promise or proposal in
    free words, and a letter only by a carrier. What the exercise lets them sign has conditions of its own.
    Example: {between: [halmar, brenia], if: tension >= 8, say: By letter alone., because: [judgement]}"""

    between: Annotated[list[str], Meta(min_length=2, max_length=2)]
    """The two roles. Example: [halmar, brenia]"""
    if_: Condition = field(name="if")
    """While it holds as the phase began; both roles have to read it. Example: tension >= 8"""
    say: Text
    """What either is told where it would write to the other. Example: By letter alone."""
    because: Because


class Mark(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What control may stamp on a public statement. `author` names the statement's author."""

    then: Effects
    """What it does at once, over `author` and, with `of`, `role`. Example: {set: contradicted(author)}"""
    title: Text | None = None
    """What control reads on the button. Example: contradicts what was said before"""
    of: Literal["role"] | None = None
    """Asks control for a role other than the author, read as `role` in `then`. Example: role"""


class Trigger(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Runs a table by itself when its step and its waves are done."""

    id: Id
    """A name of its own among the triggers. Example: fleets_meet"""
    step: str
    """The step of `steps` after which its condition is read. Example: moves"""
    if_: Condition = field(name="if")
    """When it fires, read on the state that the step left. Example: played(patrol) and played(escort)"""
    run: str
    """The table it runs, with its arguments. Example: encounter"""
    because: Because
    once: Literal["run", "turn"] = "turn"
    """How often it may fire: once a turn, or once in the whole run. Example: run"""


class Objective(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a role wants, with its points."""

    id: Id
    """A name of its own among the objectives of all roles. Example: bre_fuel"""
    points: int
    """Points that it scores if it holds at the end, `1..`. Example: 3"""
    title: Text
    """What is to be reached, as the team reads it. Example: Fuel until the ice breaks"""
    if_: Condition = field(name="if")
    """When it is met; it may read only what the role can read. Example: fuel >= 2"""
    because: Because
    bonus: bool = False
    """Outside the sum that all roles share: marked as a bonus, and never what `tell` an `objective` gives
    away. Example: true"""
    public: bool = False
    """Whether everybody knows that the role wants this: an agreement's card says to all what it does for it.
    Example: true"""
    formats: list[str] = []
    """The lengths of play in which it counts; all, where none is named. Example: [evening]"""


class RedLine(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a role must not let happen; latched at the first end check at which it holds."""

    id: Id
    """A name of its own among the red lines of all roles. Example: bre_dark"""
    title: Text
    """What must not happen, as the team reads it. Example: The tanks are empty"""
    if_: Condition = field(name="if")
    """When it is crossed; it may read only what the role can read. Example: fuel == 0"""
    because: Because
    points: int = -3
    """Points added to the score once it is crossed, `..-1`. Example: -3"""


class Card(Struct, frozen=True, forbid_unknown_fields=True):
    """What only this team is told at the start."""

    text: Text
    """The secret brief, in a few sentences. Example: You alone know what is left in the tanks."""
    because: Because


class DoctrineRow(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An order a bot gives if the condition holds."""

    order: str
    """A move of the role with its arguments. Example: offer_share(half)"""
    if_: Condition = field(name="if", default=True)
    """When the bot wants it; it may read only what the role can read. Example: tension >= 7"""


class Urgent(Struct, frozen=True, forbid_unknown_fields=True):
    """Rows that replace the others while the condition holds."""

    if_: Condition = field(name="if")
    """When these rows stand in place of `orders`; it may read only what the role can read.
    Example: tension >= 8"""
    orders: list[DoctrineRow]
    """What the bot then orders, first things first."""


class Proposes(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An agreement a bot proposes if the condition holds, as consultation opens."""

    agreement: str
    """An agreement of `agreements`. Example: winter_arrangement"""
    terms: dict[str, str | int] = {}
    """Its terms: a number within the term's range `0..2`, or one of its words. A term left out stands as it
    does while the agreement is not in force. Example: {share: 2}"""
    if_: Condition = field(name="if", default=True)
    """When the bot proposes it; it may read only what the role can read. Example: talks_open"""


class Says(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a bot answers to a message, if the condition holds."""

    text: Text
    """One line: what it would sign, what it will not, what it waits for.
    Example: We sign nothing that leaves us less than two thirds."""
    if_: Condition = field(name="if", default=True)
    """When it says so, as the phase opened; it may read only what both the role and whoever wrote can read.
    Example: tension >= 6"""
    to: Literal["all"] | list[str] = "all"
    """To whom it says so: any role, or these alone. Example: [halmar]"""


class Doctrine(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a bot plays a role; it reads only what the role may read, as the phase opened."""

    orders: list[DoctrineRow]
    """What the bot orders: the first row that holds and can be ordered, then the next, until capital or the
    limits are used up."""
    urgent: Urgent | None = None
    """Rows that stand in place of `orders` while their condition holds."""
    proposes: list[Proposes] = []
    """What the bot proposes when consultation opens."""
    signs: dict[str, Condition] = {}
    """By agreement, when the bot signs, for signatures needed and optional alike; the terms proposed can be
    read. It never signs what is not listed. Example: {winter_arrangement: winter_arrangement.share >= 2}"""
    answers: dict[str, str] = {}
    """By move or inject that asks the role, an expression whose value is the bot's answer.
    Example: {offer_share: accept if fuel <= 2 else refuse}"""
    leaves: dict[str, Condition] = {}
    """By agreement that the role must sign, when the bot walks out of it.
    Example: {winter_arrangement: tension >= 9}"""
    texts: dict[str, Text] = {}
    """By move that carries a text, what a bot writes in it. Example: {carry_letter: We shall talk by day.}"""
    says: list[Says] = []
    """What the bot answers to a message: the first line that is for its sender and holds. Where there is
    none, it says that it does not negotiate."""


Shape = Literal[
    "square",
    "triangle",
    "hexagon",
    "diamond",
    "disc",
    "bars",
    "arch",
    "cross",
    "ring",
    "chevron",
    "pentagon",
    "star",
]


class Role(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A country (or another actor) that has a seat."""

    title: Text
    """Its name. Example: Strait Commission"""
    code: Text
    """Three letters for tight places. Example: COM"""
    income: Amount
    """Capital it gets at the beginning of each turn, `0..`: a number, or a formula over what it can read. The
    format may change it. Example: 1 + fuel // 3"""
    objectives: list[Objective]
    """What the role wants; those that hold at the end score."""
    card: Card
    """What only this team is told at the start."""
    doctrine: Doctrine
    """How a bot plays the role, so that any chair may stay empty."""
    because: Because
    red_lines: list[RedLine] = []
    """What the role must not let happen; once crossed, a line stays crossed."""
    interests: Text = ""
    """What the role is after, in a sentence or two; on its own page and in its pack.
    Example: Keep the ferry sailing."""
    seat_note: Text = ""
    """How this seat is played, where that needs saying.
    Example: You own the radar. Nobody sees what you see."""
    mark: Shape | None = None
    """The shape that stands for it; without one, the first that is free. No two roles have the same.
    Example: ring"""
    cells: dict[Id, Text] = {}
    """Who sits together within the seat: each has a chat of its own, which the whole seat and control read.
    Example: {head: Head of delegation, staff: Military staff}"""


class Limit(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How often a move may be ordered, whatever its target. Example: {every: 2}"""

    every: Annotated[int, Meta(ge=1)] | None = None
    """Turns from one time it is carried out to the next: with 2, at most every second turn. Example: 2"""
    run: Annotated[int, Meta(ge=1)] | None = None
    """Times in a run. Example: 1"""


class Move(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a role can order, each turn once for each target."""

    by: str
    """The role that can order it. Example: halmar"""
    title: Text
    """Its name, as an order reads: what is done. Example: Patrol the Bank"""
    kind: Literal["diplomatic", "military", "economic", "information", "intelligence", "mediation"]
    """What sort of thing it is, shown beside its title; no rule reads it. Example: military"""
    because: Because
    to: str | list[str] | dict[str, list[str]] = "all"
    """Whom it addresses: a role, roles, `all`, `self`, or an argument with the roles to choose from. The
    argument can be read in `if`, `then` and `run`. Example: {ally: [halmar, brenia]}"""
    cost: Annotated[int, Meta(ge=0, le=99)] | str = 0
    """Capital paid when orders lock, `0..99`: a number, or a formula over what the actor can read, such as
    `1 + times(patrol)`; what it comes to beyond the range counts as its end. A move that costs nothing then
    counts against the free orders of a turn, any other against the paid ones. Example: 1"""
    text: Text = ""
    """What the move means, in a sentence, where the title is not enough.
    Example: Cutters turn the trawlers away."""
    secret: Literal["no", "optional", "yes", "covert"] = "no"
    """Who learns that it was ordered: everybody; its targets alone, if the actor says so (`optional`) or
    always (`yes`); nobody but the actor (`covert`). Those it asks, and control, always know.
    Example: covert"""
    tags: list[str] = []
    """Words that group it with others, read as `played(tag.contact)`. Example: [contact]"""
    if_: Condition = field(name="if", default=True)
    """When it may be ordered; it may read only what the actor can read. Example: dialogue <= 2"""
    limit: Limit | None = None
    """How often it may be ordered, in a row of turns or in a run."""
    excludes: list[str] = []
    """Moves of the same role that cannot be ordered in the same turn. Example: [recall_fleet]"""
    choose: dict[str, list[str]] = {}
    """Arguments that whoever orders it settles, each with its values; it is then ordered as
    `offer_share(half)`, and `if`, `then` and `run` can read them. Example: {part: [third, half]}"""
    asks: dict[str, list[str]] = {}
    """An offer: whom it asks (a role, an argument that names one, or `control`) with the answers; any answer
    is a result, and the table it runs reads it as `answer`. Example: {brenia: [accept, refuse]}"""
    consent: dict[str, list[str]] = {}
    """Whose consent it needs, with the answers: only the first word, from all who are asked, carries the move
    out; otherwise its cost comes back. Example: {brenia: [hand_over, nothing]}"""
    question: Text = ""
    """The question as it is put to those asked. Example: Halmar offers a share of the Bank. Do you accept?"""
    warns: list[str] = []
    """Conditions under which ordering it deserves a warning, as ids of `define` or expressions.
    Example: [in_force(winter_arrangement)]"""
    carries: str | None = None
    """The argument (or role) whose text the move carries: the only kind of move with a text.
    Example: brenia"""
    then: Effects = {}
    """What it does of itself, in the step `moves`. Example: {tension: +1, set: goodwill}"""
    run: str | list[str] = []
    """The table that decides what comes of it, with its arguments; the table stands in `steps`.
    Example: reply(part)"""
    on: dict[str, Effects] = {}
    """By `outcome` of a row of the table it runs, what else it then does.
    Example: {success: {set: echoes}}"""
    told: Text = ""
    """The one text the actor reads instead of the row's, where a row may tell falsely.
    Example: Your people report what they saw."""


Span = Annotated[str, Meta(pattern=r"^[0-9]{1,2}\.\.[0-9]{1,2}$")]
"""A range of numbers, both ends in it, the lower one first."""


class Row(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One line of a table: a condition above the dice, or a band of totals."""

    id: Id
    """A name of its own in the table, read as `played(reply.refused)`. Example: refused"""
    say: Text
    """What happens, to be read aloud. Example: The offer comes back unopened."""
    if_: Condition | None = field(name="if", default=None)
    """When it holds, over the arguments of the table, too; such rows are looked at before dice are thrown.
    Example: answer == refuse"""
    roll: str | None = None
    """The band of totals (dice and modifiers) in which it holds: `..4`, `5..6`, `10..` or `7`. Bands ascend
    and leave no gap. Example: 7..9"""
    then: Effects = {}
    """What it does. Example: {dialogue: at least 1}"""
    to: list[str] | None = None
    """Those who read this row instead of everybody who knows the call: roles, arguments that name roles, or
    `actor`. Example: [actor]"""
    tags: list[str] = []
    """Words that group it with others, read as `played(tag.test)`. Example: [test]"""
    headline: bool = False
    """Whether the bulletin, which has room for few, tells it before other rulings. Example: true"""
    outcome: str | None = None
    """A word that the `on` of a calling move waits for. In the table of argued orders what becomes of the
    effect: `whole`, `half`, `none` or `backlash`. Example: success"""
    because: Because | None = None


class Table(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A rule table: everything that decides is one."""

    title: Text
    """What it decides. Example: Brenia's reply to an offer"""
    rows: list[Row]
    """Its rows: those with a condition first, then the bands from the lowest total up."""
    because: Because
    given: dict[str, list[str] | Span] = {}
    """Its arguments, each with the values it may be given, in the order in which `run: reply(part)` gives
    them; `if` and modifiers read them by name. A range `0..3` is of numbers, which compare as such.
    Example: {part: [third, half]}"""
    hit: Literal["first", "collect"] = "first"
    """Which rows apply: the top one that holds, or all that hold (`collect`, without dice).
    Example: collect"""
    dice: Literal["none", "1d6", "2d6"] = "none"
    """What is thrown where no row above the bands holds. Example: 2d6"""
    cap: Annotated[int, Meta(ge=0, le=20)] | None = None
    """The most that all modifiers together count, up or down. Example: 2"""
    modifiers: dict[str, Text] = {}
    """What shifts the roll: `+1 if condition`, each with the reason that people read.
    Example: {-1 if goodwill: a gesture is remembered}"""
    shared: bool = False
    """Whether it is ruled on once a turn, and applied once, however many ask. Example: true"""

    @property
    def domains(self) -> dict[str, list[str]]:
        """The values of each argument, one by one; a range as the numbers in it."""
        return {
            name: values if isinstance(values, list) else spelt(values) for name, values in self.given.items()
        }


def spelt(span: str) -> list[str]:
    """The numbers of `0..3`, as an argument may have them."""
    low, _, high = span.partition("..")
    return [str(number) for number in range(int(low), int(high) + 1)]


class May(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An optional signature: how it is called and what it does."""

    as_: Text = field(name="as")
    """What such a signature is called. Example: endorses"""
    then: Effects = {}
    """What it does when the agreement enters into force with it. Example: {set: endorsed}"""


class While(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What holds while an agreement is in force. Example: {freeze: tension}"""

    freeze: str | list[str] = []
    """Tracks that cannot rise, each with a condition where it needs one.
    Example: tension if talks_open"""
    floor: dict[str, int] = {}
    """Tracks that cannot fall below a value of their scale, `min..max`; it never lifts them.
    Example: {consult: 5}"""
    reads: dict[str, list[str]] = {}
    """By role, the roles between which it reads every message. Example: {commission: [halmar, brenia]}"""


class After(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What comes in the breaches step some turns after entry."""

    turns: Annotated[int, Meta(ge=1)]
    """Turns from entry into force until it comes; then each turn, unless the agreement ends. Example: 2"""
    unless: Condition | None = None
    """When it does not come. Example: in_force(winter_arrangement)"""
    then: Effects = {}
    """What it does; it may read the terms. Example: {dialogue: -3}"""
    ends: bool = False
    """Whether the agreement is over after these turns. Example: true"""


class Breach(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What breaks an agreement; read in the breaches step."""

    if_: Condition = field(name="if")
    """When it is broken. Example: played(tag.at_sea)"""
    then: Effects = {}
    """What the breach does; it may read the terms. Example: {tension: +3}"""
    ends: bool = True
    """Whether the agreement is over with it. Example: false"""
    say: Text = ""
    """What is told to everybody. Example: Armed ships are back on the Bank."""


class Agreement(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something roles can sign. With all its signatures it enters into force in the step `agreements`."""

    title: Text
    """Its name. Example: Winter arrangement"""
    needs: list[str]
    """The roles that must sign, one at least. Example: [halmar, brenia]"""
    because: Because
    text: Text = ""
    """What it says, as those who sign it read it.
    Example: No ship of either side on the Bank until spring."""
    terms: dict[str, str | list[str]] = {}
    """What is settled in the proposal: a range of numbers, or a list of words; read as
    `winter_arrangement.share`. While it is not in force a term reads 0 (or its lowest value), or its first
    word. Example: {share: 1..2, verification: [none, full]}"""
    term_titles: dict[str, Text] = {}
    """What each term is called. Example: {share: Brenia's share in thirds}"""
    may: dict[str, May] = {}
    """By role, the signatures it can do without."""
    if_: Condition = field(name="if", default=True)
    """What must hold when the last of `needs` signs, and still when it enters into force.
    Example: talks_open"""
    then: Effects = {}
    """What it does on entering into force; it may read the terms. Example: {tension: -2, catch: share - 2}"""
    while_: While | None = field(name="while", default=None)
    """What holds as long as it is in force."""
    after: After | None = None
    """What comes some turns after it entered into force."""
    breach: Breach | None = None
    """What breaks it, and what follows."""
    leave: dict[str, Effects] = {}
    """By role that must sign, or `any`, what it costs to walk out. Example: {any: {tension: +1}}"""
    tags: list[str] = []
    """Tags counted when it enters into force, read as `played(tag.contact)`. Example: [contact]"""


InjectKind = Literal[
    "political",
    "military",
    "diplomatic",
    "economic",
    "information",
    "intelligence",
    "humanitarian",
    "mediation",
]
"""What sort of event it is, shown beside its title; no rule reads it. Example: political"""


Planned = str | dict[str, str]
"""A planning fact: a string, or a map by language. Control and evaluators read it; no rule does."""


class InjectAnswer(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What follows from an answer."""

    title: Text
    """The answer as those asked read it. Example: let her pass"""
    then: Effects = {}
    """What it does, in the step `agreements`. Example: {fuel: +1, tension: -1}"""


class InjectAsks(Struct, frozen=True, forbid_unknown_fields=True):
    """A question an inject puts to roles; answered until lock, acts in the step `agreements`."""

    of: list[str]
    """The roles that are asked, one at least; each of them gets the inject. Example: [halmar]"""
    question: Text
    """The question as it is put. Example: Let the Marta through?"""
    answers: dict[str, InjectAnswer]
    """By the word that an answer counts as, two at least."""
    default: str
    """What the silence of a seat counts as, and what stands where a joint answer is not agreed on.
    Example: turn_away"""
    joint: bool = False
    """All must give the same answer. Example: true"""


class Inject(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An event released by control."""

    mode: Literal["timetable", "triggered", "offered"]
    """When it lies in control's tray: in the turn that a format's `msel` names, as soon as its `if` holds, or
    whenever control likes. Example: timetable"""
    title: Text
    """Its name in the MSEL. Example: Cut nets"""
    text: Text
    """What those addressed read. Example: Forty kilometres of net drift ashore."""
    from_: Text = field(name="from")
    """Who speaks or reports in the scenario. Example: Strait radio"""
    type: InjectKind
    because: Because
    to: Literal["all"] | list[str] = "all"
    """Whom it addresses: everybody, or these roles. Control can change that at release. Example: [halmar]"""
    notice: list[str] = []
    """Roles that learn the text without being addressed. Example: [commission]"""
    also: dict[str, Text] = {}
    """A second text for some roles alone, who then know of the inject.
    Example: {commission: Your own radar saw it.}"""
    if_: Condition | None = field(name="if", default=None)
    """What must hold: a triggered inject comes with it, an offered one is offered while it holds, and
    automatic control passes one of the timetable over without it. Example: turn >= 2 and fuel <= 2"""
    unless: Condition | None = None
    """What speaks against it, as the opposite of `if`. Example: since(tag.test) <= 1"""
    times: Annotated[int, Meta(ge=1)] = 1
    """Times it can be released in a run, never twice a turn. Example: 2"""
    choose: dict[str, list[str]] = {}
    """Arguments settled by control at release, each with its values; automatic control takes the first.
    `then` can read them. Example: {size: [small, large]}"""
    choices: dict[str, Text] = {}
    """Names of the values of `choose`. Example: {small: a few boats, large: a fleet}"""
    asks: InjectAsks | None = None
    """A question that comes with it."""
    then: Effects = {}
    """What it does at once when it is released. Example: {open: protest, tension: +1}"""
    expect: Text = ""
    """Expected action, for control and evaluators only. Example: Brenia asks for the radar log."""
    tags: list[str] = []
    """Words that group it with others, read as `played(tag.storm)`; a preset may let a role release those of
    a tag. Example: [commission_may_release]"""
    method: Planned = ""
    """How it is delivered. Like the next five, for planners only. Example: by telephone"""
    scenario_time: Planned = ""
    """When it happens in the scenario, where the calendar of the format is too coarse. Example: D+2 H+3"""
    objective: Planned = ""
    """The objective of the exercise that it serves: an id of `evaluation`, or words. Example: E1"""
    controller: Planned = ""
    """Who of control is responsible for it. Example: harbour cell"""
    evaluator: Planned = ""
    """What evaluators should look at. Example: who asks first"""
    notes: Planned = ""
    """What else planners want to keep with it; each line of a foreign sheet that has no column here.
    Example: needs the map of the Bank"""


class Template(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A starting point for an inject that control writes itself: it can be changed before it is released."""

    title: Text
    """Its name, for control to pick it by and as the inject's first title. Example: Lights out"""
    text: Text
    """What those addressed read. Example: The generator on the southern island has stopped."""
    from_: Text = field(name="from")
    """Who speaks or reports in the scenario. Example: Strait radio"""
    type: InjectKind
    because: Because
    to: Literal["all"] | list[str] = "all"
    """Whom it addresses, until control says otherwise: everybody, or these roles. Example: [brenia]"""
    then: Effects = {}
    """What it does when it is released. Example: {fuel: -1, tension: +1}"""
    expect: Text = ""
    """Expected action, for control and evaluators only. Example: Somebody answers for the Isles in public."""
    group: Text = ""
    """Under which heading it is offered. Example: From the Isles"""


class Evidence(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What of the log opens with a question; one key each, combined by listing several.
    Example: {tracks: [tension]}"""

    tracks: list[str] = []
    """Tracks, value by turn. Example: [tension, sailings]"""
    derived: list[str] = []
    """Derived values, by turn. Example: [calm]"""
    rulings: list[str] = []
    """Tables, with every ruling of theirs; `argument` for orders in a team's own words.
    Example: [encounter]"""
    rows: list[str] = []
    """Rows, with every ruling that came to one of them. Example: [encounter.shots]"""
    modifiers: list[str] = []
    """Tables whose modifiers are shown with how often each held. Example: [encounter]"""
    orders: list[str] = []
    """Moves as they were carried out or refused, or roles for all their orders. Example: [pay_for_nets]"""
    without: list[str] = []
    """Turns that lack these moves. Example: [patrol]"""
    together: list[str] = []
    """Turns that have all these moves. Example: [patrol, escort]"""
    between: list[str] = []
    """How many turns lie between two things that can have happened, exactly two: from, to.
    Example: [cut_nets, pay_for_nets]"""
    causes: list[str] = []
    """Tracks with the cause of every step. Example: [tension]"""
    proposals: list[str] = []
    """Agreements, with what became of them: proposed, signed, in force, left, broken.
    Example: [winter_arrangement]"""
    tokens: list[str] = []
    """Tokens: when each was opened and closed, and which fell due unanswered. Example: [protest]"""
    injects: list[str] = []
    """Injects as they were released. Example: [cut_nets]"""
    marks: list[str] = []
    """Marks: the statements that control stamped with them, for control's own copy. Example: [contradicts]"""
    overrides: bool = False
    """Whether the rulings that control moved are shown, from which row to which and why. Example: true"""
    ending: bool = False
    """Whether it is shown how the run ended: brink turns, red lines, the ending and the scores.
    Example: true"""


class Question(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A question of the debrief, with its evidence."""

    ask: Text
    """The question, to be read aloud. Example: What did silence cost?"""
    because: Because
    evidence: list[Evidence]
    """What the log shows about it, one piece at least."""


class Guess(Struct, frozen=True, forbid_unknown_fields=True):
    """A card that one role keeps to itself, and that the others guess after ENDEX until control opens it.
    Example: {of: brenia, slot: brenia_plan, ask: What did Brenia mean to do?}"""

    of: str
    """The role whose card it is: it alone reads the slot, and it does not guess. Example: brenia"""
    slot: str
    """A flag with values, in a family a member: what it holds as the run ends is the answer. Its values are
    what there is to choose from, named under `words`; but for the first, at which it rests while no card is
    drawn. Example: brenia_plan"""
    ask: Text
    """The question as it is put to those who guess. Example: What did Brenia mean to do?"""


class Aim(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An objective of the exercise, rated by its evaluators: what is to be trained or found out."""

    objective: Text
    """What people are to practise, or what is to be found out.
    Example: Put a price on what cannot be settled."""
    capability: Text
    """The core capability it belongs to. Example: Negotiation"""
    because: Because
    tasks: list[Text] = []
    """Critical tasks: what one would see people do who can do it. Example: [Counts what waiting costs.]"""
    evidence: list[Evidence] = []
    """What the log shows about it, as in a question of the debrief."""


class Sentence(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing more that is said at the end, where it is true of the run."""

    if_: Condition = field(name="if")
    """When it is said, read on the state in which the run ended. Until control releases everything, those who
    can read all of it are told. Example: fuel <= 1"""
    text: Text
    """What is then said, as a sentence of its own. Example: On the Isles they count candles."""


class Ending(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a run ends. They are read from the top at each end check; the first that holds is the ending."""

    id: Id
    """A name of its own among the endings. Example: collision"""
    title: Text
    """How it is announced. Example: Collision in the strait"""
    kind: Literal["stop", "final"]
    """Whether it ends the run in whatever turn it holds, or is read after the last turn only.
    Example: stop"""
    because: Because
    if_: Condition = field(name="if", default=True)
    """When it holds. One that stops the run must hold at as many end checks as `after` says; the last ending,
    for every other run, has no condition. Example: tension >= 8"""
    after: Annotated[int, Meta(ge=1, le=20)] | None = None
    """Of one that stops the run: at how many end checks running it must hold, 2 where nothing is said. In the
    turn before the last of them everybody may step back (`brink`); with 1 there is no such turn.
    Example: 1"""
    text: Text = ""
    """What is read aloud at the end, whatever else is true of the run.
    Example: After this nobody speaks of fish."""
    sentences: list[Sentence] = []
    """What is said after the text: every sentence whose condition holds, in this order."""
    group: Id | None = None
    """What kind of outcome it is, in a word of the exercise's own: `expect` counts endings by it.
    Example: crisis"""
    crisis: bool = False
    """Whether it counts as a crisis where endings of many runs are compared; play does not read it.
    Example: true"""
    score_cap: int | None = None
    """The most points that any role scores with this ending, `0..`. Example: 2"""
    formats: list[str] = []
    """The lengths of play in which a run can end so; all, where none is named. Example: [evening]"""


Shares = Annotated[str, Meta(pattern=r"^[0-9]{1,3}\.\.[0-9]{1,3}$")]
"""A range of shares in percent, both ends in it."""


class Expectation(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is expected of many runs of one length of play; `whitecell rehearse --check` asks.
    Example: {doctrine: {deal: 8..60}, objectives: 10..90, best_reply: 25}"""

    doctrine: dict[str, Shares] = {}
    """By group of endings, its share in percent, `0..100`, where every seat plays by doctrine.
    Example: {deal: 8..60}"""
    mixed: dict[str, Shares] = {}
    """The same, where half of all turns of each seat are left to chance. Example: {deal: 5..40}"""
    objectives: Shares | None = None
    """In what share of runs each objective is met by doctrine, in percent, `0..100`. Example: 10..90"""
    best_reply: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    """How far orders tried first in every turn may lift a seat, in percent of its score by doctrine: further,
    and one repeated order beats the exercise. Example: 25"""
    own_score: Shares | None = None
    """What share of the variance of its own score hangs on how a seat is played, for each of them, in
    percent, `0..100`: by doctrine or by chance, drawn for each seat and run. Example: 20..100"""
    alone: dict[str, Annotated[int, Meta(ge=0, le=100)]] = {}
    """By group of endings, how much of whether a run comes to it any one seat may explain by itself, in
    percent of the variance: more, and the others need not have come. Example: {deal: 60}"""
    binds: dict[str, Annotated[int, Meta(ge=0, le=100)]] = {}
    """By a number that `--set` takes (`bank`, `paid`, `free`, `cost.MOVE`, `income.ROLE`), how many runs of a
    hundred at least differ once it is tighter by one: fewer, and it limits nobody. Example: {bank: 5}"""


Way = Literal["doctrine", "chance", "mixed", "pass"] | list[str]
"""How bots play a seat: by doctrine, by chance, half of all turns by chance, not at all; or orders that are
tried first in every turn, before doctrine. Example: [calm_line]"""


class Side(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One side of a paired rehearsal: the exercise as it is, but for this."""

    says: Text
    """What is so on this side, in a few words. Example: The Commission is not asked"""
    play: dict[str, Way] = {}
    """By role, or `all`, how bots play the seat; by doctrine where nothing is said.
    Example: {commission: pass}"""
    set: dict[str, int] = {}
    """Other numbers: the start of a track, on its scale; `bank`, `paid`, `free`, `cost.MOVE`, `income.ROLE`,
    `0..99`. Example: {tension: 5}"""
    without: list[str] = []
    """Injects that do not come. Example: [cut_nets]"""
    never: list[str] = []
    """Moves that nobody makes, and agreements that nobody proposes. Example: [winter_arrangement]"""


class Rehearsal(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A paired question: both sides are played many times on the same dice, and the difference is told."""

    title: Text
    """What it is called. Example: Is the Commission worth asking?"""
    ask: Text
    """The question in words. Example: What becomes of the winter if nobody asks the Commission?"""
    because: Because
    first: Side
    """What is compared with."""
    other: Side
    """What is different there: differences are those of this side to the first."""
    figures: Annotated[list[str], Meta(min_length=1)]
    """What to look at: a track, the common score, or `ending.ID`, `group.ID`, `score.ROLE`, `objective.ID`,
    `red_line.ID`; first what matters most. Example: [group.deal, score.commission]"""
    format: str = ""
    """The length of play; the default one where none is named. Example: evening"""


class InjectAdvice(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What whoever runs the exercise should know of an inject, beside its text."""

    purpose: Text
    """What it is for. Example: Puts a price on silence while nobody talks."""
    hold: Text = ""
    """When to hold it back, or to leave it out. Example: Hold it while the Commission is asked anyway."""


class Course(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A turn that play often takes, and what control can do about it."""

    seen: Text
    """What one sees at the table. Example: Nobody has written to anybody for a whole turn."""
    act: Text
    """What helps. Example: Ask each team aloud whom it waits for."""


class Guide(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the facilitator's book says beside what can be worked out: for control, and read by no team.
    Example: {briefing: {evening: 5}}"""

    briefing: dict[str, int] = {}
    """By format, minutes of the briefing before STARTEX, `0..`. Example: {evening: 5}"""
    hot_wash: dict[str, int] = {}
    """By format, minutes of the hot wash after ENDEX, `0..`. Example: {evening: 10}"""
    startex: list[Text] = []
    """What to say before STARTEX, paragraph by paragraph, to be read aloud.
    Example: [You speak for a capital. What you seal stands.]"""
    injects: dict[str, InjectAdvice] = {}
    """By inject, what it is for and when to hold it.
    Example: {cut_nets: {purpose: Puts a price on silence.}}"""
    courses: list[Course] = []
    """Turns that play often takes, the most frequent first."""
    questions: dict[str, Text] = {}
    """By question of the debrief, what to listen for in the answers.
    Example: {Q1: Who says what they would have needed to hear}"""


class Brink(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the turn between the first and the second end check of a stop ending gives.
    Example: {capital: 1, offer: tag.calm}"""

    capital: int = 0
    """Capital that every role gets, `0..`, up to the bank. Example: 1"""
    offer: str | None = None
    """A tag: its moves are offered to their actors at no cost next turn. Example: tag.calm"""


class Line(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A relation drawn on the map."""

    between: Annotated[list[str], Meta(min_length=2, max_length=2)]
    """The two roles it joins, each with a place on the map. Example: [halmar, brenia]"""
    track: str
    """The track whose value it shows; in a family, a member. Example: trust(halmar)"""
    drawn: Literal["closeness", "trust", "rivalry", "tension", "channel", "dialogue", "shared"]
    """What kind of relation it is, and so how it is drawn: a line that thickens, rails, teeth, a front that
    cuts what crosses it, dots, a ladder with a rung for each step, rails for several. Example: trust"""
    name: Text = ""
    """What stands beside it on the screen; the kind of the line where it has none. Example: the ferry line"""


Spot = Annotated[list[int], Meta(min_length=2, max_length=2)]
"""How far across the map, and how far down."""


class Map(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A schematic map on a canvas of 1000 by 700."""

    places: dict[str, Spot]
    """Where each role stands: `0..1000` across, `0..700` down.
    Example: {halmar: [200, 250], brenia: [800, 290]}"""
    lines: list[Line]
    """The relations drawn between them."""
    land: list[Annotated[list[Spot], Meta(min_length=3)]] = []
    """Coasts as closed outlines, an ornament under the roles, `0..1000` across and `0..700` down: strokes of
    45°, no borders, no names. Example: [[[0, 0], [340, 0], [340, 300], [0, 700]]]"""


class Format(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A length of play."""

    title: Text
    """What it is called when a run is begun. Example: Half a day"""
    turns: Annotated[int, Meta(ge=1, le=40)]
    """How many turns a run has that no ending stops. Example: 3"""
    calendar: list[Text]
    """What each turn is called, as many names as turns. Example: [October, November, December]"""
    month: str = "turn"
    """What `month` reads in conditions: a formula over `turn`. Example: 2 * turn"""
    income: str = "income"
    """Capital that a role gets each turn, `0..`: a formula over `income`, which is the role's own.
    Example: (3 * income + 1) // 2"""
    minutes: dict[Literal["situation", "consultation", "orders", "rulings", "report"], int] = {}
    """Minutes that the clock gives each phase, `0..`. It is advice: nothing happens when they are up.
    Example: {situation: 2, consultation: 7, orders: 3, rulings: 3, report: 2}"""
    msel: dict[str, list[str]] = {}
    """By turn, `1..turns`, the injects of mode timetable that lie in control's tray.
    Example: {1: [cut_nets]}"""
    default: bool = False
    """Whether it is played when none is named; with several formats, one of them is. Example: true"""


class MayRelease(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The injects a role may release: those of a tag, when their turn or their condition has come."""

    release: str
    """A tag of injects. Example: commission_may_release"""
    approve: bool = False
    """Whether the role asks, and control releases. Automatic control approves at once. Example: true"""


class PresetSeat(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a role is seated under a preset. Example: {may: [chair]}"""

    may: list[str | MayRelease] = []
    """What the seat may do beside playing its role: `chair` rounds of talks, `see_all` that control sees,
    `advance` the phases, `override` rulings, or release the injects of a tag.
    Example: [chair, {release: commission_may_release, approve: true}]"""
    is_: Literal["control"] | None = field(name="is", default=None)
    """With `control`, whoever sits here is control. Example: control"""
    scored: bool = True
    """Whether the role scores; one that is control should not. Example: false"""
    withdrawn: list[str] = []
    """Moves that the role cannot order under this preset. Example: [chair_round]"""
    on_request: list[str] = []
    """Moves control plays for this role when any role asks; where the seat is control.
    Example: [carry_letter]"""
    note: Text = ""
    """How the seat is played under this preset; on its page and in its pack in place of `seat_note`.
    Example: You also chair the consultations."""


class Preset(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A way to seat the table."""

    title: Text
    """What it is called when a run is begun. Example: The Commission in the chair"""
    text: Text = ""
    """What it means, in a sentence. Example: The Commission plays and chairs the consultations."""
    default: bool = False
    """Whether it is taken when none is named; with several presets, one of them is. Example: true"""
    seats: dict[str, PresetSeat] = {}
    """By role, what is different from an ordinary seat."""


class Capital(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Political capital: the most a role can bank, and its orders a turn.
    Example: {bank: 6, paid: 2, free: 1, fades: 4}"""

    bank: Annotated[int, Meta(ge=0, le=999)] = 6
    """The most capital that a role can hold. Example: 6"""
    paid: Annotated[int, Meta(ge=0, le=20)] = 2
    """Orders a turn that cost capital. Example: 2"""
    free: Annotated[int, Meta(ge=0, le=20)] = 1
    """Orders a turn that cost nothing. Example: 1"""
    fades: Annotated[int, Meta(ge=1, le=999)] | None = None
    """From how much unspent capital on a role loses 1 of it as a turn begins; without it nothing is lost.
    Example: 4"""

    def kept(self, left: int) -> int:
        """What is left of unspent capital as the next turn begins."""
        return left if self.fades is None or left < self.fades else left - 1


NUMBERS_OF_CAPITAL = Capital.__struct_fields__
"""The numbers of its rules, each of which can be asked after: what if it were another?"""
DIFFICULTIES = ("easy", "ordinary", "hard", "very_hard")
"""How hard control can call what an argued order attempts."""
MOST_REASONS = 3
"""Reasons that an argued order can have."""


class ArguedEffects(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What argued orders may want: one of these each, one thing at least. Example: {tracks: {tension: 1}}"""

    tracks: dict[str, Annotated[int, Meta(ge=1, le=9)]] = {}
    """By track, in a family by member, the most that an order may want to move it, up or down.
    Example: {tension: 2, trust(halmar): 1}"""
    flags: list[str] = []
    """Flags without values that an order may want to be set. Example: [goodwill]"""


class Argued(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Argued orders: a team writes an action, the effect it wants and up to three reasons; others one
    counter-argument each; control weighs them, and a table decides. Its step stands in `steps`.
    Example: {effects: {tracks: {tension: 1}}, because: [judgement]}"""

    table_by_default: ClassVar[str] = "argument"

    effects: ArguedEffects
    """What such an order may want. Never what weapons can do: that is not for this table."""
    because: Because
    by: Literal["all"] | list[str] = "all"
    """The roles that may argue. Example: [halmar, brenia]"""
    cost: Annotated[int, Meta(ge=0, le=99)] = 1
    """Capital paid when orders lock, beside the other orders; it comes back for what control rules
    inadmissible. Example: 1"""
    limit: Annotated[int, Meta(ge=1, le=9)] = 1
    """The most argued orders of a role in a turn, beside its other orders; one for each effect. Example: 1"""
    table: Id = table_by_default
    """The table that decides, which is given `pro: 0..3`, `con` (a range from 0) and
    `difficulty: [easy, ordinary, hard, very_hard]`. One named `argument` ships. Example: argument"""
    secret: Literal["no", "optional"] = "optional"
    """Whether an order may be secret: known to its author and control alone, and without counter-arguments.
    Example: optional"""


class Control(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What automatic control answers when it is asked. Example: {answers: {publish_log: confirm}}"""

    answers: dict[str, str] = {}
    """By move that asks control, its answer. Example: {publish_log: confirm}"""


class ExerciseFile(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A whole exercise as its author wrote it."""

    whitecell: Literal[1]
    """The version of this format. Example: 1"""
    id: Annotated[str, Meta(pattern="^[a-z][a-z0-9-]*$", max_length=60)]
    """The name of the exercise for programs: small letters, digits and hyphens. Example: grey-strait"""
    title: Text
    """The name of the exercise. Example: The Grey Strait"""
    languages: Annotated[list[str], Meta(min_length=1)]
    """The languages in which every text stands. Example: [en, pl]"""
    sources: dict[str, Source]
    """The claims everything rests on, each with an id for `because`."""
    formats: dict[str, Format]
    """Lengths of play, one at least."""
    tracks: dict[str, Track]
    """What is counted, by the name under which rules read it."""
    roles: dict[str, Role]
    """Who plays."""
    moves: dict[str, Move]
    """What the roles can order."""
    tables: dict[str, Table]
    """What decides. One named `drift` runs by itself in the step of that name."""
    steps: list[str | list[str]]
    """The order of a turn's rulings: `agreements moves breaches drift endings`, and every table that moves
    run. Tables listed together read one snapshot. `endings` comes last.
    Example: [agreements, moves, [reply, watch], breaches, drift, endings]"""
    endings: list[Ending]
    """How a run can end, read from the top."""
    sentences: list[Sentence] = []
    """What is said after every ending, and its own sentences: each whose condition holds, in this order."""
    subtitle: Text = ""
    """A line under the title. Example: Three months before the ice"""
    summary: Text = ""
    """What it is about, for who chooses an exercise.
    Example: Halmar and Brenia quarrel over a fishing bank."""
    source_note: Text = ""
    """Where the claims come from, for the title page.
    Example: From a one-page note written for this exercise."""
    licence: str = ""
    """Under which licence others may use the exercise; for people. Example: Apache-2.0"""
    level: Text = ""
    """What the exercise is about and what it leaves out on purpose.
    Example: Small-state diplomacy. No real state or person."""
    version: str = "1"
    """The version of the exercise, printed with its rules and its MSEL. Example: "1.2" """
    presets: dict[str, Preset] = {}
    """Ways to seat the table; without any, every role is an ordinary seat."""
    derived: dict[str, Derived] = {}
    """Values worked out from others, by the name under which rules read them."""
    flags: dict[str, Flag] = {}
    """What is so or not, or one of several values."""
    tokens: dict[str, Token] = {}
    """What is open until it is closed, and may fall due."""
    define: dict[str, Condition] = {}
    """Conditions with a name, to be used in others.
    Example: {both_at_sea: played(patrol) and played(escort)}"""
    words: dict[str, Text] = {}
    """Names of values (arguments, answers, terms, the values of flags) and of groups of endings.
    Example: {third: a third, half: one half}"""
    marks: dict[str, Mark] = {}
    """What control may stamp on public statements."""
    chair: Chair = Chair()
    """What the chair of talks does that counts in tables."""
    no_direct_contact: list[NoDirectContact] = []
    """Who writes to whom only through a carrier, and while what holds."""
    triggers: list[Trigger] = []
    """Tables that run by themselves when a condition holds."""
    start: Effects = {}
    """What happens once, before the first turn. Example: {open: protest, set: fog}"""
    injects: dict[str, Inject] = {}
    """The MSEL: events that control releases."""
    templates: dict[str, Template] = {}
    """Starting points for injects that control writes during play; they are no injects by themselves."""
    triggered: list[str] = []
    """The order in which automatic control looks at triggered injects, each of which stands here.
    Example: [tanker]"""
    agreements: dict[str, Agreement] = {}
    """What roles can sign."""
    questions: dict[str, Question] = {}
    """The questions of the debrief, each with what the log shows about it."""
    guesses: dict[str, Guess] = {}
    """Cards that the others guess after ENDEX, until control opens them; apart from all scores."""
    expect: dict[str, Expectation] = {}
    """By format, what is expected of many runs.
    Example: {evening: {doctrine: {deal: 8..60}, objectives: 5..95}}"""
    rehearsals: dict[str, Rehearsal] = {}
    """Paired questions to many runs, by name: what the source claims, seen in play.
    `whitecell rehearse EXERCISE --questions` asks them."""
    evaluation: dict[str, Aim] = {}
    """The objectives of the exercise itself, not of its roles: what it is to train and to find out."""
    guide: Guide = Guide()
    """For the facilitator's book: what to say, what injects are for, what to do when."""
    map: Map | None = None
    """Where the roles stand, and the relations drawn between them."""
    capital: Capital = Capital()
    """How much a role can bank, and how many orders it has a turn."""
    argued: Argued | None = None
    """Orders in a team's own words; without it there are none."""
    control: Control = Control()
    """What automatic control answers when a move asks it."""
    brink: Brink = Brink()
    """What everybody gets in the turn before a stop ending, to step back."""
    common_score: str | None = None
    """A derived value reported as the score of the region. Example: calm"""
