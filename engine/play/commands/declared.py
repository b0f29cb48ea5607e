"""Every command as a type: its fields with what they mean, who may give it, and what it edits.

Forms, console, API and reference are made from these types, and the door checks what comes in against them.
A new command is a type here and a function that decides it (`ask.decides`).
"""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, get_args

from msgspec import UNSET, Meta, Struct, UnsetType, field

from engine.play.events import Locked
from engine.play.permissions import OBSERVER, is_control, may, releasable
from engine.play.state import State
from engine.rules.model import MOST_REASONS, InjectKind

MOST_TEXT, MOST_TITLE, MOST_NAME, MOST_TOPIC = 5000, 200, 120, 60
"""Characters of a text, of a title, of a name or an office, and of what a message is about."""
MOST_COMMENT = 500
"""Characters of a comment on a draft."""
MOST_ORDER, MOST_ACTION, MOST_REASON = 80, 600, 300
"""Of an argued order: characters of its title, of what is done, and of a reason or a counter-argument."""
MOST_ITEMS, MOST_ITEM = 6, 300
"""Of a bulletin: its items, and the characters of each."""
MOST_ORDERS, MOST_LINKS, MOST_ABOUT, MOST_OBSERVERS = 50, 40, 80, 9999
MOST_MINUTES = 30
"""What control can add to a phase, or take from it, at once."""
MOST_LINES = 10_000_000
MOST_EVENTS, MOST_REFERENCE = 10_000, 20
"""Events of a line; characters of a reference to one."""


def meaning(words: str, *examples: Any, **limits: Any) -> Meta:
    """What a field means, with examples; the first of them stands in the example of a body."""
    return Meta(description=words, examples=list(examples), **limits)


def of_house(words: str, *examples: Any, **limits: Any) -> Meta:
    """The same for a field that whoever holds the run fills in: nobody can send it."""
    return Meta(description=words, examples=list(examples), extra={"house": True}, **limits)


class Who(NamedTuple):
    """Who may give a command, in words and as a rule."""

    words: str
    may: Callable[[State, str], bool]
    refusal: str = "Only control can do that."
    capacity: str = "role"
    """In which capacity a seat does it that does not hold control."""


def anybody(state: State, actor: str) -> bool:
    return True


CONTROL = Who("control", is_control)
CONTROL_AND_OBSERVER = Who(
    "control, and an observer, who writes observations",
    lambda state, actor: actor == OBSERVER or is_control(state, actor),
)
SEAT_OR_CONTROL = Who("control, and a role for its own seat", anybody)
ROLE = Who("a role", anybody)
MAY_ADVANCE = Who(
    "control, and a seat that the preset lets advance", lambda state, actor: may(state, actor, "advance")
)
MAY_OVERRIDE = Who(
    "control, and a seat that the preset lets override", lambda state, actor: may(state, actor, "override")
)
MAY_CHAIR = Who(
    "a seat that the preset lets chair",
    lambda state, actor: may(state, actor, "chair"),
    "This seat does not chair.",
    "chair",
)
MAY_RELEASE = Who(
    "control, and a seat for the injects that the preset lets it release",
    lambda state, actor: is_control(state, actor) or bool(releasable(state, actor)),
    "This seat may not release that.",
    "chair",
)

Text = Annotated[str, Meta(max_length=MOST_TEXT)]
Title = Annotated[str, Meta(max_length=MOST_TITLE)]
Name = Annotated[str, Meta(max_length=MOST_NAME)]
Names = Annotated[list[Name], Meta(max_length=40)]
Number = Annotated[int, Meta(ge=1, le=MOST_LINES)]
Line = Annotated[Number, meaning("A line of the log.", 1)]
Links = Annotated[list[Line], meaning("Past lines of the log that bear it out.", [1], max_length=MOST_LINKS)]
Events = Annotated[
    list[Annotated[str, Meta(max_length=MOST_REFERENCE)]],
    meaning(
        "Single events that bear it out: `12.3` is the third of line 12.", ["1.1"], max_length=MOST_LINKS
    ),
]
Spoken = Text | dict[Name, Text]
"""A text, or one for each language of the exercise."""
Item = Annotated[str, Meta(max_length=MOST_ITEM)]
Taker = Literal["person", "program", "bot", "empty"]
SEATS: tuple[Taker, ...] = get_args(Taker)
Rating = Literal["P", "S", "M", "U"]
Worth = Literal["strength", "improvement"]
Element = Literal["planning", "organisation", "equipment", "training", "exercises"]
Status = Literal["open", "under way", "done"]
ChairAct = Literal["agenda", "speakers", "floor", "text", "recess", "resume", "adjourn"]
How = Literal["aside", "aloud"]
Difficulty = Literal["easy", "ordinary", "hard", "very_hard"]
HowMuch = Literal["nothing", "traces", "all"]
Moment = Literal["now", "tray"] | Annotated[int, Meta(ge=1, le=100)]
Edited = tuple[Any, ...]


class Seen(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the author of the command saw. If that has changed, the command is refused as stale."""

    turn: Annotated[int, meaning("The turn that was seen.", 1, ge=0, le=1000)] | UnsetType = UNSET
    phase: Annotated[
        Literal["", "situation", "consultation", "orders", "rulings", "report"],
        meaning("The phase that was seen.", "situation"),
    ] = ""
    version: Annotated[
        Name, meaning("The version of what is edited, as the view gives it.", "0a1b2c3d4e")
    ] = ""


class Fields(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The fields of a command. One that is UNSET was not given, which is something else than empty."""

    who: ClassVar[Who] = CONTROL
    shown: ClassVar[tuple[str, ...]] = ()
    """Which fields stand in the example of its body, beside those it needs."""
    while_ready: ClassVar[bool] = False
    """Whether it can be given in the ready room."""
    only_told: ClassVar[bool] = False
    """Whether all that it causes is told at the end of deciding it, and nothing is read after that."""
    one_line: ClassVar[tuple[str, ...]] = ()
    """Which fields are put on one line as they come in, so that nobody writes lines of others into what is
    told. Logs from before that hold them as they were.
    """
    edits: ClassVar[str] = ""
    """The field that names what it edits, where there are several."""
    changed: ClassVar[str] = ""
    """What is said when that is not as its author saw it."""

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        """What it edits, as far as this seat knows it; nothing for what edits nothing."""
        return ()


class OfRole(Fields, frozen=True):
    """What a role does, or control for it."""

    who = ROLE

    role: Annotated[Name, meaning("Only where control acts for a role: which.", "north")] = ""


class OfInject(Fields, frozen=True):
    """What is done with an inject."""

    edits = "inject"
    changed = "The inject has been dealt with meanwhile."

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        if not name or not is_control(state, actor):
            return ()
        last = state.exercise.slots.get(f"last({name})")
        released = None if last is None else state.game.vector[last]
        return state.game.shelf.get(name), released, state.game.written.get(name)


class OfTray(OfInject, frozen=True):
    """What control does with an inject of the tray."""

    shown = ("reason",)

    inject: Annotated[Name, meaning("The id of an inject in the tray or the MSEL.", "M16")]
    reason: Annotated[Text, meaning("Why.", "The talks need quiet.")] = ""


class OfRuling(Fields, frozen=True):
    """A decision about a ruling before it is published."""

    who = MAY_OVERRIDE
    edits = "ruling"
    changed = "The ruling has changed meanwhile."

    ruling: Annotated[Name, meaning("The path of the ruling.", "north.reassure(east)>reassurance")]

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        game = state.game
        if not is_control(state, actor):
            return ()
        # Rulings of other turns, and of a turn that was locked anew, have the same path and are others.
        locked = (moment.line for moment in reversed(game.history) if isinstance(moment.event, Locked))
        return next(locked, 0), game.overrides.get(name), game.dice.get(name)


def joint_text_of(state: State, role: str) -> Edited:
    """The text on the table, where this role knows of it."""
    found = state.room.joint
    known = found is not None and role in (found.chair, *found.parties)
    return (found.text, found.chair, found.parties) if found is not None and known else ()


class OfPause(Fields, frozen=True):
    """The clock and play, stopped or going on."""

    changed = "The exercise has been paused or resumed meanwhile."

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        return (state.room.paused,)


class OfProposal(OfRole, frozen=True, kw_only=True):
    """What a role does with a proposal on the table."""

    proposal: Annotated[Name, meaning("Its id.", "proposal-d8f66acf")]


# The course of play


class Startex(Fields, frozen=True):
    """The ready room is over: the clock runs, and play begins."""

    while_ready = True


class Entry(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One order, with what is chosen about it."""

    order: Annotated[
        Name, meaning("The key of an order, as `moves[].order` of the view has it.", "offer_talks(open)")
    ]
    secret: Annotated[bool, meaning("Ordered in secret, where the move lets one choose.", True)] = False
    message: Annotated[
        Name, meaning("For an order that carries: the message given to carry.", "message-7c25eaf8")
    ] = ""


class Advance(Fields, frozen=True):
    """The one next step: the next phase, the lock, the publishing, the next turn; after the last report,
    ENDEX.
    """

    who = MAY_ADVANCE
    changed = "The game has moved on meanwhile."

    drafts: Annotated[
        dict[str, list[Entry]], of_house("At the lock: the drafts that count, by role.", {})
    ] = {}
    left: Annotated[list[str], of_house("At the lock: the roles whose drafts do not count.", [])] = []

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        return state.game.turn, state.game.phase, state.game.locked


class Pause(OfPause, frozen=True):
    """Stop play and its clock."""


class Resume(OfPause, frozen=True):
    """Let play go on."""


class Clock(Fields, frozen=True):
    """More minutes for this phase, or fewer. The clock is advice; it moves nothing."""

    minutes: Annotated[
        int, meaning("Minutes to add, or below 0 to take.", 5, -5, ge=-MOST_MINUTES, le=MOST_MINUTES)
    ]


class Seat(Fields, frozen=True):
    """Who plays a seat."""

    who = SEAT_OR_CONTROL
    while_ready = True
    edits = "seat"
    changed = "The seat has changed meanwhile."

    seat: Annotated[Name, meaning("A role, or control.", "island", "control")]
    by: Annotated[Taker, meaning("Who plays it.", "bot")]

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        return (state.seat(name),)


class Counting(Fields, frozen=True):
    """Whether drafts count when orders are locked, or only what is sealed."""

    while_ready = True

    drafts: Annotated[bool, meaning("Whether drafts count.", False)]


class Forecasting(Fields, frozen=True):
    """Whether control is told what may come of this run: the odds of its endings, played on by bots."""

    while_ready = True

    on: Annotated[bool, meaning("Whether it is told.", False)]


class Finish(Fields, frozen=True):
    """Cut the run short: ENDEX now, with this turn as its last."""


class Disclose(Fields, frozen=True):
    """After ENDEX: what control releases."""

    what: Annotated[HowMuch, meaning("How much.", "traces")]


class Undo(Fields, frozen=True):
    """Take the game back to the state after an earlier line, or by one step. Words and seats stay."""

    while_ready = True  # where it is refused in words of its own: there is nothing to undo
    changed = "The game has moved on meanwhile."
    shown = ("reason", "told")

    line: Annotated[Number, meaning("The line that stands again.", 12)] | UnsetType = UNSET
    reason: Annotated[Text, meaning("Why; only control reads it.", "The answer was read out wrongly.")] = ""
    told: Annotated[Spoken, meaning("What the room is told of it.", "We take one step back.")] = ""


# Words between control and the seats


class Note(Fields, frozen=True):
    """A note, an observation, or what was said about a question of the debrief; pinned to now, or to a past
    line. With `note`, whoever wrote one words it anew or withdraws it.
    """

    only_told = True
    who = CONTROL_AND_OBSERVER
    while_ready = True
    shown = ("text", "kind", "about")

    text: Annotated[Text, meaning("The note.", "Two teams hesitate.")] = ""
    kind: (
        Annotated[Literal["note", "observation", "discussion"], meaning("What it is.", "observation")]
        | UnsetType
    ) = UNSET
    about: Annotated[
        str, meaning("What it is about; for a discussion, the question.", "M01", "Q01", max_length=MOST_ABOUT)
    ] = ""
    line: (
        Annotated[Number, meaning("The line of the log it is pinned to, instead of its own.", 3)] | UnsetType
    ) = UNSET
    event: (
        Annotated[
            int, meaning("Which event of that line, from 1; none: the whole line.", 1, ge=1, le=MOST_EVENTS)
        ]
        | UnsetType
    ) = UNSET
    note: Annotated[Number, meaning("The line of a note that this one stands in for.", 4)] | UnsetType = UNSET
    withdrawn: Annotated[
        bool, meaning("Whether that note no longer stands; then it needs no text.", True)
    ] = False
    observer: Annotated[
        int,
        of_house(
            "The number of the observer who writes; 0 where nobody counts them.", 1, ge=0, le=MOST_OBSERVERS
        ),
    ] = 0


class Bulletin(Fields, frozen=True):
    """The bulletin of the turn last published, in control's words; none gives the automatic one."""

    changed = "The bulletin has changed meanwhile."

    items: Annotated[
        list[Annotated[Item | dict[Name, Item], meaning("One piece of news.", "Talks are announced.")]],
        meaning(
            "The news, each a text or one for each language.",
            [{"en": "Talks are announced.", "pl": "Ogłoszono rozmowy."}],
            max_length=MOST_ITEMS,
        ),
    ]

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        game = state.game
        return (game.published, game.bulletins.get(game.published)) if is_control(state, actor) else ()


class Chair(Fields, frozen=True):
    """What the chair of talks does; everybody learns of it, but for a text: that is for its parties."""

    who = MAY_CHAIR
    shown = ("text",)

    act: Annotated[ChairAct, meaning("What.", "agenda")]
    text: Annotated[Text, meaning("Its words.", "Relief first, inspections second.")] = ""
    to: Annotated[
        Names, meaning("Of a text: the parties that amend and initial it.", ["north", "south"])
    ] = []


class Amend(OfRole, frozen=True, kw_only=True):
    """Word the text on the table anew, as its chair or a party. Initials under it lapse."""

    edits = "role"
    changed = "The text on the table has changed meanwhile."

    text: Annotated[Text, meaning("The whole text.", "Both sides halt their tests until spring.")]

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        return joint_text_of(state, (name if is_control(state, actor) else "") or actor)


class Initial(OfRole, frozen=True):
    """Initial the text on the table as it stands."""

    edits = "role"
    changed = "The text on the table has changed meanwhile."

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        return joint_text_of(state, (name if is_control(state, actor) else "") or actor)


class Request(OfRole, frozen=True):
    """Ask control something, or for an order of a role that control plays: then without a text, too."""

    only_told = True
    while_ready = True
    shown = ("text",)

    text: Annotated[Text, meaning("The question.", "May we see the joint statement?")] = ""
    order: Annotated[
        Name, meaning("An order, as `on_request[].order` of the view has it.", "host_back_channel")
    ] = ""


class Reply(Fields, frozen=True):
    """Answer a request that waits, or write to roles."""

    only_told = True
    while_ready = True
    shown = ("request",)

    text: Annotated[Text, meaning("The answer.", "It will be read out in the next situation.")]
    to: Annotated[Names, meaning("Roles; without them, who asked.", ["north"])] | UnsetType = UNSET
    request: Annotated[Name, meaning("The request it answers.", "R01")] = ""


class Settle(Fields, frozen=True):
    """Have done with a request without an answer in writing."""

    while_ready = True

    request: Annotated[Name, meaning("The request.", "R02")]
    how: Annotated[How, meaning("How.", "aloud")]


class Accept(Fields, frozen=True):
    """Order what a request asks for, beside what stands for that role, and have done with the request. Once
    that order is taken back, the request waits again.
    """

    request: Annotated[Name, meaning("The request; it names an order.", "R01")]
    message: Annotated[
        Name,
        meaning(
            "Of a letter that it carries: which, as `requests[].letters` of the view has them. Else the "
            "newest that has not arrived.",
            "message-7c25eaf8",
        ),
    ] = ""


class Message(OfRole, frozen=True, kw_only=True):
    """A private text: to roles, given to a carrier, or in answer through one. To its own role alone it is
    for the people of that seat, and control.
    """

    only_told = True
    shown = ("to",)

    text: Annotated[Text, meaning("The message.", "We would talk, if nobody is told.")]
    to: Annotated[Names, meaning("Roles.", ["south"], ["all"])] | UnsetType = UNSET
    topic: Annotated[
        str, meaning("Of a message to roles: what it is about.", "the nets", max_length=MOST_TOPIC)
    ] = ""
    cell: Annotated[Name, meaning("Of a message to its own role alone: the cell it is for.", "head")] = ""
    through: Annotated[Name, meaning("The carrier.", "west")] = ""
    carry: Annotated[bool, meaning("Whether the carrier is to take it on by an order.", True)] = False
    sealed: Annotated[bool, meaning("Whether the carrier may not read it.", True)] = False


class Notebook(OfRole, frozen=True, kw_only=True):
    """The notebook that the people of one seat share, as it now reads."""

    only_told = True
    while_ready = True
    edits = "role"
    changed = "The notebook has changed meanwhile."

    text: Annotated[Text, meaning("All that stands in it; it may be empty.", "Ask for the radar log.")]

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        role = (name if is_control(state, actor) else "") or actor
        return (state.room.notebooks.get(role, ""),)


class Promise(OfRole, frozen=True, kw_only=True):
    """Promise other roles an order of one's own, or an agreement, by a turn. The rules know nothing of it;
    the debrief says whether it was kept.
    """

    only_told = True
    shown = ("order", "text")

    to: Annotated[Names, meaning("Roles.", ["east"])]
    order: Annotated[
        Name, meaning("An order of one's own, as `moves[].order` of the view has it.", "reassure(east)")
    ] = ""
    agreement: Annotated[Name, meaning("Or an agreement that one can sign.", "freeze_for_relief")] = ""
    turn: Annotated[int, meaning("The last turn in which it can be kept.", 3, ge=1, le=100)]
    text: Annotated[Text, meaning("In words.", "Before the summit, and in public.")] = ""


class Guess(OfRole, frozen=True, kw_only=True):
    """After ENDEX: what the role takes cards of others to have been. It can be changed until control has
    released everything, and moves no score; until then its own seat and control alone know of it.
    """

    only_told = True
    edits = "role"
    changed = "The guesses have changed meanwhile."

    values: Annotated[
        dict[Name, Name],
        meaning(
            "By card, as `guessing.cards[].id` of the view has it, one of its values; an empty one takes "
            "back what was said of it.",
            {"east_plan": "wait"},
            max_length=20,
        ),
    ]

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        role = (name if is_control(state, actor) else "") or actor
        return (sorted(entry for entry in state.room.guesses.items() if entry[0][0] == role),)


class Statement(OfRole, frozen=True, kw_only=True):
    """A public text."""

    only_told = True

    text: Annotated[Text, meaning("What is said.", "We stand by our allies.")]


class Mark(Fields, frozen=True):
    """A mark on a public statement, with its effect at once."""

    statement: Annotated[Name, meaning("The id of the statement.", "statement-b1a803d5")]
    mark: Annotated[Name, meaning("The mark.", "policy_line")]
    role: Annotated[Name, meaning("The role the mark is of, for marks that need one.", "east")] = ""


class Withdraw(Fields, frozen=True):
    """Take a public statement off every page. What its marks did stands."""

    statement: Annotated[Name, meaning("The id of the statement.", "statement-b1a803d5")]


# Injects


class Release(OfInject, frozen=True):
    """Release an inject; of a seat whose preset says so, ask control to."""

    who = MAY_RELEASE
    shown = ("choices",)

    inject: Annotated[Name, meaning("The id of an inject in the tray or the MSEL.", "M01")]
    to: (
        Annotated[
            Names,
            meaning("Roles it goes to instead of those the exercise names; only control chooses.", ["north"]),
        ]
        | UnsetType
    ) = UNSET
    choices: Annotated[
        dict[str, Name],
        meaning("What the inject lets control choose, by name.", {"variant": "engage"}, max_length=20),
    ] = {}
    reason: Annotated[Text, meaning("Why.", "The room is ready for it.")] = ""


class Hold(OfTray, frozen=True):
    """Keep an inject until control lets it go."""


class Defer(OfTray, frozen=True):
    """Keep an inject until the next turn."""


class Skip(OfTray, frozen=True):
    """Leave an inject out."""


class Decline(OfTray, frozen=True):
    """Not release an inject that a seat asks for."""

    # It edits the wish of a seat, which only one answer takes off the list: no version is needed.
    edits = changed = ""

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        return ()


class Improvise(OfInject, frozen=True):
    """An inject written on the spot: released now, or put into the tray."""

    shown = ("text", "title", "from", "type", "to", "because", "effects", "when")

    text: Annotated[Spoken, meaning("What is read out.", "A fishing boat is missing.")] | UnsetType = UNSET
    title: Annotated[Spoken, meaning("Its title.", "The boat")] | UnsetType = UNSET
    from_: Annotated[Spoken, meaning("Who it comes from.", "The coast guard")] | UnsetType = field(
        default=UNSET, name="from"
    )
    expect: (
        Annotated[Spoken, meaning("What is expected of the roles; only control reads it.", "They call.")]
        | UnsetType
    ) = UNSET
    type: Annotated[InjectKind | Literal[""], meaning("Its type.", "military")] = ""
    to: (
        Annotated[Names, meaning("Roles it goes to; all, where none is named.", ["north", "east"])]
        | UnsetType
    ) = UNSET
    because: (
        Annotated[Names, meaning("Claims of the exercise it rests on, or the word judgement.", ["judgement"])]
        | UnsetType
    ) = UNSET
    template: Annotated[Name, meaning("A template of the exercise it begins with.", "short_range_test")] = ""
    inject: Annotated[Name, meaning("One that lies in the tray, which it replaces.", "C01")] = ""
    effects: (
        Annotated[
            dict[str, Any],
            meaning(
                "Effects as an exercise file writes them: `{tension: 1}`, `{set: flag}`.",
                {"tension": 1},
                max_length=40,
            ),
        ]
        | UnsetType
    ) = UNSET
    reason: Annotated[Text, meaning("Why, for the log.", "The room is too calm.")] = ""
    when: (
        Annotated[
            Moment,
            meaning("Now, into the tray, or into the tray of a turn.", "now", 3),
        ]
        | UnsetType
    ) = UNSET


# Orders and answers


class Orders(OfRole, frozen=True, kw_only=True):
    """All orders of a role for this turn; they replace those before. One not allowed is dropped, with its
    reason in the view; more than the limits allow is refused. With `seal: false` they are kept as a
    draft beside the log, and no line is written.
    """

    edits = "role"
    changed = "The orders have changed meanwhile."

    orders: Annotated[
        list[Entry],
        meaning(
            "The orders.",
            [{"order": "offer_talks(open)"}, {"order": "reassure(east)"}],
            max_length=MOST_ORDERS,
        ),
    ]
    seal: Annotated[bool, meaning("Whether they are sealed. A draft may be over the limits.", True)] = True
    base: (
        Annotated[
            Names,
            meaning(
                "For a draft: the orders it was made from. What others chose since stays.", ["negotiate"]
            ),
        ]
        | UnsetType
    ) = UNSET
    comment: Annotated[
        str,
        meaning(
            "For a draft: what somebody of the team says of it. It is kept beside the draft, which stays.",
            "Too early: ask the east first.",
            max_length=MOST_COMMENT,
        ),
    ] = ""
    about: Annotated[
        Name, meaning("Of a comment: the order that it is about; without one, the whole.", "negotiate")
    ] = ""

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        role = (name if is_control(state, actor) else "") or actor
        return state.game.turn, state.game.orders.get(role, []), role in state.game.sealed


class Argue(OfRole, frozen=True, kw_only=True):
    """An order in the team's own words: what is done, one effect wanted, up to three reasons. It is sealed as
    it is given, replaces the one for the same effect, and stands beside the other orders. With `withdrawn` it
    is taken back. Technical detail of weapons is not for this table: control rules it inadmissible.
    """

    edits = "role"
    changed = "The argued orders have changed meanwhile."
    one_line = ("title",)
    shown = ("title", "text", "amount", "reasons")

    effect: Annotated[
        Name, meaning("What it wants, as `arguing.effects[].id` of the view has it.", "tension")
    ]
    amount: Annotated[
        int, meaning("How far a track is to move; 1 for a flag, which is to be set.", -1, 1, ge=-9, le=9)
    ] = 1
    title: Annotated[str, meaning("The order in a few words.", "A hot line", max_length=MOST_ORDER)] = ""
    text: Annotated[
        str, meaning("What is done, and by whom.", "Both coast guards share a line.", max_length=MOST_ACTION)
    ] = ""
    reasons: Annotated[
        list[Annotated[str, Meta(max_length=MOST_REASON)]],
        meaning("Why it would work; one at least.", ["Both lost boats in fog."], max_length=MOST_REASONS),
    ] = []
    secret: Annotated[bool, meaning("Whether its team and control alone know of it.", True)] = False
    withdrawn: Annotated[bool, meaning("Whether it is taken back.", True)] = False

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        role = (name if is_control(state, actor) else "") or actor
        return state.game.turn, [entry for entry in state.game.argued.values() if entry.role == role]


class Answer(Fields, frozen=True):
    """A reply to a question that an order or an inject puts; to one that asks for a counter-argument,
    `against` with its text, or `no_argument`.
    """

    who = ROLE
    edits = "question"
    changed = "The question has been answered meanwhile, or is another one."

    question: Annotated[Name, meaning("The id of the question.", "north.offer_talks(open)?south")]
    answer: Annotated[Name, meaning("One of its options.", "accept")]
    text: Annotated[
        Text,
        meaning(
            "A message for the carrier to bring back; or the counter-argument, as far as 300 characters.",
            "Tell them: yes.",
        ),
    ] = ""
    sealed: Annotated[bool, meaning("Whether the carrier may not read it.", True)] = False

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        question = state.game.questions.get(name)
        mine = question is not None and (question.to == actor or is_control(state, actor))
        laid = state.game.laid.get(name.rpartition("?")[0])
        argued = (laid.title, laid.text, laid.amount, laid.reasons) if laid else ()  # what it costs is theirs
        return (state.game.turn, question.answer, argued) if question and mine else ()


# Rulings


class Weigh(Fields, frozen=True):
    """Weigh an argued order: which arguments count, how hard it is, whether its effect is made smaller, or
    that it is inadmissible. The weights are fixed before its dice are seen; to weigh it again takes a reason.
    """

    edits = "order"
    changed = "The order has been weighed meanwhile, or is another one."
    shown = ("counts", "difficulty")

    order: Annotated[
        Name, meaning("The order, as `pleas[].path` of the view has it.", "north.argued(tension)")
    ]
    counts: Annotated[
        list[Name],
        meaning(
            "The arguments that count: a reason by its number from 1, a counter-argument by its role.",
            ["1"],
            max_length=40,
        ),
    ] = []
    difficulty: Annotated[Difficulty, meaning("How hard it is.", "hard")] = "ordinary"
    amount: (
        Annotated[int, meaning("A smaller effect than it wants, of a track.", -1, ge=-9, le=9)] | UnsetType
    ) = UNSET
    inadmissible: Annotated[
        bool, meaning("Whether it is not for this table: nothing comes of it, and its cost comes back.", True)
    ] = False
    reason: Annotated[
        Text, meaning("Why; needed for what is inadmissible, and to weigh again.", "It names a warhead.")
    ] = ""

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        found = state.game.laid.get(name) if is_control(state, actor) else None
        against = [
            (question.id, question.text)
            for question in state.game.questions.values()
            if question.free and question.id.startswith(f"{name}?")
        ]
        return (state.game.turn, found, against, state.game.weighings.get(name)) if found else ()


class Override(OfRuling, frozen=True):
    """Another row of a ruling's ladder, one step up or down; no row takes it back."""

    shown = ("row", "reason")

    row: Annotated[Name, meaning("The row.", "reassured")] = ""
    reason: Annotated[Text, meaning("Why; needed with a row.", "The letter came first.")] = ""


class Dice(OfRuling, frozen=True):
    """Dice thrown on the table, typed in; none takes them back."""

    shown = ("dice",)

    dice: Annotated[
        list[Annotated[int, meaning("A die.", 6, ge=1, le=6)]],
        meaning("What they show.", [3, 4], max_length=10),
    ] = []


# Agreements


class Propose(OfRole, frozen=True):
    """Put an agreement on the table, or a free text among roles."""

    shown = ("agreement", "terms", "invites")

    counters: Annotated[
        Name,
        meaning(
            "A proposal of the same kind that this one answers: it is off the table then.",
            "proposal-d8f66acf",
        ),
    ] = ""
    agreement: Annotated[Name, meaning("An agreement of the exercise.", "freeze_for_relief")] | UnsetType = (
        UNSET
    )
    terms: Annotated[
        dict[str, Name | int],
        meaning("Its terms, by name.", {"relief": 1, "verification": "yes"}, max_length=20),
    ] = {}
    invites: Annotated[Names, meaning("Roles that may join.", ["east"])] | UnsetType = UNSET
    to: Annotated[Names, meaning("For a free text: the roles it is among.", ["east"])] | UnsetType = UNSET
    text: Annotated[Text, meaning("The free text.", "We inform each other first.")] = ""


class Sign(OfProposal, frozen=True):
    """Sign a proposal."""


class Unsign(OfProposal, frozen=True):
    """Take a signature back."""


class Leave(OfRole, frozen=True, kw_only=True):
    """Leave an agreement in force; it ends at the next rulings."""

    agreement: Annotated[Name, meaning("Its id.", "freeze_for_relief")]


# Evaluation


class Rate(Fields, frozen=True):
    """How an objective of the exercise was met, by HSEEP's ratings; none takes the rating back."""

    edits = "objective"
    changed = "The rating has changed meanwhile."
    shown = ("rating", "text", "links", "events")

    objective: Annotated[
        Name, meaning("The objective, as `evaluation.objectives[].id` of the view has it.", "E1")
    ]
    rating: Annotated[
        Rating | Literal[""],
        meaning("Performed without, with some, with major challenges; or unable.", "S"),
    ] = ""
    text: Annotated[Text, meaning("Why.", "They asked first, and late.")] = ""
    links: Links = []
    events: Events = []

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        return (state.room.ratings.get(name),) if is_control(state, actor) else ()


class Conclude(Fields, frozen=True):
    """A paragraph of the summary, on the ending or a turning point. An empty one takes back what stood."""

    edits = "about"
    changed = "The paragraph has changed meanwhile."
    shown = ("text",)

    about: Annotated[
        Name,
        meaning("`ending`, or a turning point by the id that the debrief gives it.", "ending"),
    ]
    text: Annotated[Text, meaning("What the evaluator concludes.", "Two letters decided it.")]

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        return (state.room.paragraphs.get(name),) if is_control(state, actor) else ()


class Finding(Fields, frozen=True):
    """A strength or something to improve. Edited by its name, it keeps every field that is not given."""

    edits = "finding"
    changed = "The finding has changed meanwhile."
    shown = ("kind", "title", "objective", "analysis", "recommendation", "links", "events")

    finding: Annotated[Name, meaning("The finding that is edited.", "F01")] = ""
    kind: Annotated[Worth, meaning("What it is; needed for a new one.", "strength")] | UnsetType = UNSET
    title: (
        Annotated[
            Title, meaning("What it is in one line; needed for a new one.", "They asked before they moved")
        ]
        | UnsetType
    ) = UNSET
    objective: Annotated[Name, meaning("The objective of the exercise it belongs to.", "E1")] | UnsetType = (
        UNSET
    )
    analysis: (
        Annotated[Text, meaning("What happened, and why.", "A call was made in turn 2.")] | UnsetType
    ) = UNSET
    recommendation: Annotated[Text, meaning("What would be better.", "Call in turn 1.")] | UnsetType = UNSET
    links: Links | UnsetType = UNSET
    events: Events | UnsetType = UNSET
    withdrawn: Annotated[bool, meaning("Whether it no longer stands.", True)] | UnsetType = UNSET

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        found = state.room.findings.get(name)
        return (found,) if found and is_control(state, actor) else ()


class Action(Fields, frozen=True):
    """A step of the improvement plan. Edited by its name, it keeps every field that is not given."""

    edits = "action"
    changed = "The improvement plan has changed meanwhile."
    shown = ("text", "finding", "element", "owner", "start", "due")

    action: Annotated[Name, meaning("The step that is edited.", "A01")] = ""
    text: (
        Annotated[Text, meaning("What is to be done; needed for a new one.", "Write down whom to call.")]
        | UnsetType
    ) = UNSET
    finding: Annotated[Name, meaning("The finding it answers.", "F01")] | UnsetType = UNSET
    element: (
        Annotated[
            Element | Literal[""],
            meaning("The element of the capability.", "planning"),
        ]
        | UnsetType
    ) = UNSET
    owner: (
        Annotated[
            Name,
            meaning("The organisation or office that sees to it; not a person's name.", "Crisis staff"),
        ]
        | UnsetType
    ) = UNSET
    contact: Annotated[Name, meaning("Where that office is reached.", "staff@example.org")] | UnsetType = (
        UNSET
    )
    start: Annotated[Name, meaning("When it starts: 2025-06-30.", "2025-06-30")] | UnsetType = UNSET
    due: Annotated[Name, meaning("When it is to be done.", "2025-12-31")] | UnsetType = UNSET
    status: Annotated[Status | Literal[""], meaning("How far it is.", "open")] | UnsetType = UNSET
    withdrawn: Annotated[bool, meaning("Whether it no longer stands.", True)] | UnsetType = UNSET

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        found = state.room.actions.get(name)
        return (found,) if found and is_control(state, actor) else ()


class Cover(Fields, frozen=True):
    """What stands on the cover of the report. It keeps every field that is not given.

    The marking and the handling stand on every page of every copy; all else is in control's alone.
    """

    changed = "The cover of the report has changed meanwhile."
    shown = ("sponsor", "contact", "marking", "handling")

    sponsor: (
        Annotated[Name, meaning("The organisation that the exercise is for.", "Crisis staff")] | UnsetType
    ) = UNSET
    contact: Annotated[Title, meaning("Whom to ask about it.", "exercises@example.org")] | UnsetType = UNSET
    organisations: (
        Annotated[Text, meaning("Who took part, an organisation a line.", "Foreign ministry\nArmed forces")]
        | UnsetType
    ) = UNSET
    participants: (
        Annotated[Title, meaning("How many took part, and as what.", "24 players, 3 evaluators")] | UnsetType
    ) = UNSET
    marking: (
        Annotated[Name, meaning("The protective marking of every copy.", "For official use only")] | UnsetType
    ) = UNSET
    handling: (
        Annotated[Title, meaning("To whom it may be given, and how it is kept.", "Not to leave the ministry")]
        | UnsetType
    ) = UNSET
    summary: (
        Annotated[Text, meaning("What evaluators say first of how it went.", "They waited for proof.")]
        | UnsetType
    ) = UNSET

    @classmethod
    def edited(cls, state: State, actor: str, name: str) -> Edited:
        return (state.room.cover,) if is_control(state, actor) else ()


COMMANDS: dict[str, type[Fields]] = {
    kind.__name__.lower(): kind
    for kind in list(globals().values())
    if isinstance(kind, type) and issubclass(kind, Fields) and not kind.__subclasses__()
}
"""Every command by its name, in the order they are declared."""
