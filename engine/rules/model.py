"""The exercise file as typed values: what an author may write, before it is given a meaning.

These types are the single source of the format. The JSON Schema is generated from them
(`engine.rules.schema`), the loader fills them, and everything after the loader reads only them.
Conditions and amounts stay text here; `engine.rules.exercise` gives them a meaning.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

Id = Annotated[str, Meta(pattern="^[A-Za-z][A-Za-z0-9_]*$", max_length=60)]
Text = str | dict[str, str | dict[str, str]]
"""A string, a map by language, or a map by argument value and then language."""
Condition = str | bool
"""An expression that holds or does not; `true` always holds."""
Amount = int | str
"""An integer, or an expression over arguments and terms."""
Because = Annotated[list[str], Meta(description="Claim ids this element rests on, or the word 'judgement'.")]
Entry = dict[str, int | str | list[str]]
"""One thing with its value (`{subject: agenda}`), or the fields of a `Tell` or an `Offer`."""
Effects = dict[str, int | str | Entry | list[str | Entry]]
"""Tracks with their change, and verbs: set clear open close run tell offer capital deliver.

The values of `tell` are `Tell`, those of `offer` are `Offer`; `engine.rules.effects` reads them as such.
"""


class Tell(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Give somebody a value, dated; it does not follow later change."""

    to: str | list[str]
    """Roles, arguments that name roles, `actor`, or `all`."""
    what: str
    """A track, `message` (the text the order carries), or `objective` (see `of`)."""
    as_: Literal["exact", "band", "false"] = field(name="as", default="exact")
    of: str | None = None
    """With `what: objective`, the role whose first objective not met now is told."""
    once: Literal["run"] | None = None


class Offer(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Open moves to a role at a special cost, beyond the limit of orders; each such move once."""

    to: str
    moves: str | list[str]
    cost: Annotated[int, Meta(ge=0, le=99)] = 0
    in_: Literal["this", "next"] = field(name="in", default="this")


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """A claim of the source text, paraphrased."""

    at: str
    claim: Text


class Track(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An integer on a scale."""

    title: Text
    min: int
    max: int
    start: int
    because: Because
    seen_by: Literal["all"] | list[str] = "all"
    each: list[str] | None = None
    """A family: one member for each of these roles."""
    others_see: dict[str, str] | None = None
    """Bands, `name: 0..3`, shown to those outside `seen_by`; without it they see nothing."""
    told_as: dict[str, str] | None = None
    """Bands in which a `tell … as: band` is worded, where others see nothing."""
    say: dict[str, Text] | None = None
    """Names of the bands."""
    label: Text = ""
    """A shorter title for tight lists, where the title is long."""
    low: Text | None = None
    high: Text | None = None
    short: bool = False
    """Shown first on a small screen."""
    estimate: bool = False
    """Labelled as a public estimate, so that nobody takes it for a count."""
    steps: list[Text] | None = None
    """A name for each value from min to max, where the scale is a ladder."""


class Derived(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A value worked out from others, read-only."""

    value: str
    title: Text | None = None
    because: Because | None = None


class Flag(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something that is so, or not, for a time; with `one_of`, a choice among values."""

    lasts: Literal["turn", "next", "run"]
    seen_by: Literal["all"] | list[str] = "all"
    one_of: list[str] | None = None
    """The values; the first is the state of rest."""
    each: list[str] | Literal["roles"] | None = None
    title: Text | None = None


class Token(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something open until it is closed, with a turn in which it falls due."""

    due: int | Literal["never"]
    """Turns after opening; `never` for a token that only waits to be used."""
    each: list[str] | Literal["roles"] | None = None
    seen_by: Literal["all", "holder"] | list[str] = "all"
    title: Text | None = None


class Mark(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What control may stamp on a public statement. `author` names the statement's author."""

    then: Effects
    title: Text | None = None
    of: Literal["role"] | None = None
    """Asks for a role other than the author, read as `role`."""


class Trigger(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Runs a table by itself when its step and its waves are done."""

    id: Id
    step: str
    if_: Condition = field(name="if")
    run: str
    because: Because
    once: Literal["run", "turn"] = "turn"


class Objective(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a role wants, with its points."""

    id: Id
    points: int
    title: Text
    if_: Condition = field(name="if")
    because: Because
    bonus: bool = False
    """Outside the sum that all roles share."""


class RedLine(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a role must not let happen; latched at the first end check at which it holds."""

    id: Id
    title: Text
    if_: Condition = field(name="if")
    because: Because
    points: int = -3


class Card(Struct, frozen=True, forbid_unknown_fields=True):
    """What only this team is told at the start."""

    text: Text
    because: Because


class DoctrineRow(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An order a bot gives if the condition holds."""

    order: str
    if_: Condition = field(name="if", default=True)


class Urgent(Struct, frozen=True, forbid_unknown_fields=True):
    """Rows that replace the others while the condition holds."""

    if_: Condition = field(name="if")
    orders: list[DoctrineRow]


class Proposes(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An agreement a bot proposes if the condition holds."""

    agreement: str
    terms: dict[str, str | int] = {}
    if_: Condition = field(name="if", default=True)


class Doctrine(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a bot plays a role; it reads only what the role may read, as the phase opened."""

    orders: list[DoctrineRow]
    urgent: Urgent | None = None
    proposes: list[Proposes] = []
    signs: dict[str, Condition] = {}
    """By agreement, for signatures needed and optional alike."""
    answers: dict[str, str] = {}
    """By move or inject, an expression whose value is the answer."""
    leaves: dict[str, Condition] = {}
    texts: dict[str, Text] = {}
    """By move, what a bot writes in a carried message."""


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
    code: Text
    """Three letters for tight places."""
    income: Amount
    objectives: list[Objective]
    card: Card
    doctrine: Doctrine
    because: Because
    red_lines: list[RedLine] = []
    interests: Text = ""
    seat_note: Text = ""
    """How this seat is played, where that needs saying."""
    mark: Shape | None = None
    """The shape that stands for it; without one, the first that is free."""


class Limit(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`every: 2` at most every second turn; `run: 2` at most twice a run."""

    every: Annotated[int, Meta(ge=1)] | None = None
    run: Annotated[int, Meta(ge=1)] | None = None


class Move(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a role can order."""

    by: str
    title: Text
    kind: Literal["diplomatic", "military", "economic", "information", "intelligence", "mediation"]
    because: Because
    to: str | list[str] | dict[str, list[str]] = "all"
    """A role, roles, `all`, `self`, or an argument with its choices: `{ally: [rok, japan]}`."""
    cost: Annotated[int, Meta(ge=0, le=99)] = 0
    text: Text = ""
    """What the move means, in a sentence, where the title is not enough."""
    secret: Literal["no", "optional", "yes", "covert"] = "no"
    tags: list[str] = []
    if_: Condition = field(name="if", default=True)
    limit: Limit | None = None
    excludes: list[str] = []
    choose: dict[str, list[str]] = {}
    asks: dict[str, list[str]] = {}
    """An offer: any answer is a result."""
    consent: dict[str, list[str]] = {}
    """Only the first word, from all who are asked, carries the move out."""
    question: Text = ""
    """The question as it is put to those asked."""
    warns: list[str] = []
    """Conditions under which ordering it deserves a warning, as ids of `define` or expressions."""
    carries: str | None = None
    """The argument (or role) whose text the move carries: the only kind of move with a text."""
    then: Effects = {}
    run: str | list[str] = []
    on: dict[str, Effects] = {}
    """By `outcome` of the table it runs."""
    told: Text = ""
    """The one text the actor reads instead of the row's, where a row may tell falsely."""


class Row(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One line of a table: a condition above the dice, or a band of totals."""

    id: Id
    say: Text
    if_: Condition | None = field(name="if", default=None)
    roll: str | None = None
    """`..4`, `5..6`, `10..`, `7`."""
    then: Effects = {}
    to: list[str] | None = None
    """Those who read this row instead of everybody who knows the call."""
    tags: list[str] = []
    outcome: str | None = None
    because: Because | None = None


class Table(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A rule table. `first` takes the top row that holds, `collect` all that hold."""

    title: Text
    rows: list[Row]
    because: Because
    given: dict[str, list[str]] = {}
    hit: Literal["first", "collect"] = "first"
    dice: Literal["none", "1d6", "2d6"] = "none"
    cap: Annotated[int, Meta(ge=0, le=20)] | None = None
    modifiers: dict[str, Text] = {}
    """`+1 if condition`: the reason."""
    shared: bool = False
    """One ruling a turn however many ask."""


class May(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An optional signature: how it is called and what it does."""

    as_: Text = field(name="as")
    then: Effects = {}


class While(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What holds while an agreement is in force."""

    freeze: str | list[str] = []
    """Tracks that cannot rise; `theatre if range_accepted`."""
    floor: dict[str, int] = {}
    """Tracks that cannot fall below; never lifts them."""
    reads: dict[str, list[str]] = {}
    """`russia: [usa, dprk]`: reads every message between them."""


class After(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What comes in the breaches step some turns after entry."""

    turns: Annotated[int, Meta(ge=1)]
    unless: Condition | None = None
    then: Effects = {}
    ends: bool = False


class Breach(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What breaks an agreement; read in the breaches step."""

    if_: Condition = field(name="if")
    then: Effects = {}
    ends: bool = True
    say: Text = ""


class Agreement(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something roles can sign."""

    title: Text
    needs: list[str]
    because: Because
    text: Text = ""
    terms: dict[str, str | list[str]] = {}
    """`relief: 0..2` or a list of words; the first is read while it is not in force."""
    term_titles: dict[str, Text] = {}
    may: dict[str, May] = {}
    if_: Condition = field(name="if", default=True)
    then: Effects = {}
    while_: While | None = field(name="while", default=None)
    after: After | None = None
    breach: Breach | None = None
    leave: dict[str, Effects] = {}
    """By role, or `any`."""
    tags: list[str] = []
    """Tags counted when it enters into force."""


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


Planned = str | dict[str, str]
"""A planning fact: a string, or a map by language. Control and evaluators read it; no rule does."""


class InjectAnswer(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What follows from an answer."""

    title: Text
    then: Effects = {}


class InjectAsks(Struct, frozen=True, forbid_unknown_fields=True):
    """A question an inject puts to roles; answered until lock, acts in the step `agreements`."""

    of: list[str]
    question: Text
    answers: dict[str, InjectAnswer]
    default: str
    """What the silence of a seat counts as, and what stands where a joint answer is not agreed on."""
    joint: bool = False
    """All must give the same answer."""


class Inject(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An event released by control."""

    mode: Literal["timetable", "triggered", "offered"]
    title: Text
    text: Text
    from_: Text = field(name="from")
    type: InjectKind
    because: Because
    to: Literal["all"] | list[str] = "all"
    notice: list[str] = []
    """Roles that learn the text without being addressed."""
    also: dict[str, Text] = {}
    """A second text for some roles alone."""
    if_: Condition | None = field(name="if", default=None)
    unless: Condition | None = None
    times: Annotated[int, Meta(ge=1)] = 1
    choose: dict[str, list[str]] = {}
    """Settled by control at release; automatic control takes the first value."""
    choices: dict[str, Text] = {}
    """Names of the values of `choose`."""
    asks: InjectAsks | None = None
    then: Effects = {}
    expect: Text = ""
    """Expected action, for control and evaluators only."""
    tags: list[str] = []
    method: Planned = ""
    """How it is delivered: by hand, as a newscast, by telephone. Like the next five, for planners only."""
    scenario_time: Planned = ""
    """When it happens in the scenario, where the calendar of the format is too coarse: `D+2 H+3`."""
    objective: Planned = ""
    """The objective of the exercise that it serves: an id of `evaluation`, or words."""
    controller: Planned = ""
    """Who of control is responsible for it."""
    evaluator: Planned = ""
    """What evaluators should look at."""
    notes: Planned = ""
    """What else planners want to keep with it; each line of a foreign sheet that has no column here."""


class Template(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A starting point for an inject that control writes itself: it can be changed before it is released."""

    title: Text
    text: Text
    from_: Text = field(name="from")
    type: InjectKind
    because: Because
    to: Literal["all"] | list[str] = "all"
    then: Effects = {}
    expect: Text = ""
    group: Text = ""
    """Under which heading it is offered."""


class Evidence(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What of the log opens with a question; one key each, combined by listing several."""

    tracks: list[str] = []
    derived: list[str] = []
    rulings: list[str] = []
    rows: list[str] = []
    modifiers: list[str] = []
    """Tables whose modifiers are shown with how often each held."""
    orders: list[str] = []
    """Moves, or roles for all their orders."""
    without: list[str] = []
    """Turns that lack these moves."""
    together: list[str] = []
    """Turns that have all these moves."""
    between: list[str] = []
    """[from, to]: turns between the two."""
    causes: list[str] = []
    """Tracks with the cause of every step."""
    proposals: list[str] = []
    tokens: list[str] = []
    injects: list[str] = []
    marks: list[str] = []
    overrides: bool = False
    ending: bool = False


class Question(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A question of the debrief, with its evidence."""

    ask: Text
    because: Because
    evidence: list[Evidence]


class Aim(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An objective of the exercise, rated by its evaluators: what is to be trained or found out."""

    objective: Text
    capability: Text
    """The core capability it belongs to."""
    because: Because
    tasks: list[Text] = []
    """Critical tasks: what one would see people do who can do it."""
    evidence: list[Evidence] = []


class Ending(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a run ends. `stop` endings end it; `final` ones are read at the last turn."""

    id: Id
    title: Text
    kind: Literal["stop", "final"]
    because: Because
    if_: Condition = field(name="if", default=True)
    text: Text = ""
    crisis: bool = False
    score_cap: int | None = None


class Brink(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the turn between the first and the second end check of a stop ending gives."""

    capital: int = 0
    offer: str | None = None
    """A tag: its moves are offered to their actors at no cost next turn."""


class Line(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A relation drawn on the map."""

    between: Annotated[list[str], Meta(min_length=2, max_length=2)]
    track: str
    drawn: Literal["closeness", "trust", "rivalry", "tension", "channel", "dialogue", "shared"]
    name: Text = ""
    """What stands beside it on the screen; the kind of the line where it has none."""


Spot = Annotated[list[int], Meta(min_length=2, max_length=2)]
"""How far across the map, and how far down."""


class Map(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A schematic map on a canvas of 1000 by 700."""

    places: dict[str, Spot]
    lines: list[Line]
    land: list[Annotated[list[Spot], Meta(min_length=3)]] = []
    """Coasts as closed outlines, an ornament under the roles: strokes of 45°, no borders, no names."""


class Format(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A length of play."""

    title: Text
    turns: Annotated[int, Meta(ge=1, le=40)]
    calendar: list[Text]
    month: str = "turn"
    """What `month` reads, a formula over `turn`."""
    income: str = "income"
    """A formula over `income`."""
    minutes: dict[Literal["situation", "consultation", "orders", "rulings", "report"], int] = {}
    msel: dict[str, list[str]] = {}
    """By turn, the injects of the timetable."""
    default: bool = False


class MayRelease(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The injects a role may release: those of a tag, when their turn or their condition has come."""

    release: str
    """A tag of injects, such as poland_may_release."""
    approve: bool = False
    """Whether the role asks, and control releases. Automatic control approves at once."""


class PresetSeat(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a role is seated under a preset."""

    may: list[str | MayRelease] = []
    """`chair`, `see_all`, `advance`, `override`, or `{release: tag, approve: true}`."""
    is_: Literal["control"] | None = field(name="is", default=None)
    scored: bool = True
    withdrawn: list[str] = []
    on_request: list[str] = []
    """Moves control plays for this role when any role asks; where the seat is control."""
    note: Text = ""
    """How the seat is played under this preset; on its page and in its pack in place of `seat_note`."""


class Preset(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A way to seat the table."""

    title: Text
    text: Text = ""
    default: bool = False
    seats: dict[str, PresetSeat] = {}


class Capital(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Political capital: the most a role can bank, and its orders a turn."""

    bank: Annotated[int, Meta(ge=0, le=999)] = 6
    paid: Annotated[int, Meta(ge=0, le=20)] = 2
    free: Annotated[int, Meta(ge=0, le=20)] = 1


class Control(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What automatic control answers when it is asked."""

    answers: dict[str, str] = {}


class ExerciseFile(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A whole exercise as its author wrote it."""

    whitecell: Literal[1]
    id: Annotated[str, Meta(pattern="^[a-z][a-z0-9-]*$", max_length=60)]
    title: Text
    languages: Annotated[list[str], Meta(min_length=1)]
    sources: dict[str, Source]
    formats: dict[str, Format]
    tracks: dict[str, Track]
    roles: dict[str, Role]
    moves: dict[str, Move]
    tables: dict[str, Table]
    steps: list[str | list[str]]
    endings: list[Ending]
    subtitle: Text = ""
    summary: Text = ""
    source_note: Text = ""
    """Where the claims come from, for the title page."""
    licence: str = ""
    level: Text = ""
    """What the exercise leaves out on purpose."""
    version: str = "1"
    presets: dict[str, Preset] = {}
    derived: dict[str, Derived] = {}
    flags: dict[str, Flag] = {}
    tokens: dict[str, Token] = {}
    define: dict[str, Condition] = {}
    words: dict[str, Text] = {}
    """Names of values: arguments, answers, terms and the values of flags."""
    marks: dict[str, Mark] = {}
    triggers: list[Trigger] = []
    start: Effects = {}
    """What happens once, before the first turn."""
    injects: dict[str, Inject] = {}
    templates: dict[str, Template] = {}
    """Starting points for injects that control writes during play; they are no injects by themselves."""
    triggered: list[str] = []
    """The order in which automatic control looks at triggered injects."""
    agreements: dict[str, Agreement] = {}
    questions: dict[str, Question] = {}
    evaluation: dict[str, Aim] = {}
    """The objectives of the exercise itself, not of its roles: what it is to train and to find out."""
    map: Map | None = None
    capital: Capital = Capital()
    control: Control = Control()
    brink: Brink = Brink()
    common_score: str | None = None
    """A derived value reported as the score of the region."""
