"""The part of the exercise format about injects, and about the templates of those control writes."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from engine.rules.basics import Because, Condition, Effects, Text

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
