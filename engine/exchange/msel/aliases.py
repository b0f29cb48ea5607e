"""How other tools head their columns, in English. Data alone; `folded` makes spellings equal.

How planners of a language head them, and what they call things, stands in the folder of the language.
"""

import re
import unicodedata
from typing import Literal

from engine.words.locale import languages

HEADINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "HSEEP": {
        "inject": ("Event #", "Event No.", "MSEL #", "MSEL Number", "Inject #", "Item #", "Seq No", "#"),
        "turn": ("Move", "Module", "Turn", "Round"),
        "scenario_time": ("Scenario Time", "Scenario Date/Time", "Scenario Date"),
        "exercise_time": (
            "Exercise Time",
            "Event Time",
            "Planned Time",
            "Start Time",
            "Date/Time Delivered",
            "Date/Time",
            "Time",
        ),
        "type": ("Type", "Event Type", "Inject Type", "Category"),
        "trigger": ("Trigger", "Contingency", "Condition"),
        "from": ("From", "Originator (From)", "Originator", "Sender", "Simulated Sender", "Source"),
        "to": (
            "To",
            "Intended Player",
            "Intended Player(s)",
            "Intended Recipient",
            "Recipient Player(s)",
            "Recipient (To)",
            "Recipient",
            "Recipient(s)",
            "Player(s)",
        ),
        "notice": ("For information", "Info", "cc"),
        "method": ("Method", "Delivery Method", "Inject Mode", "Method of Delivery", "Mode", "Means"),
        "title": ("Subject", "Event Name", "Event Title", "Inject Title", "Title"),
        "text": (
            "Inject text",
            "Event Description",
            "Inject Description",
            "Event Synopsis",
            "Event/Inject",
            "Inject",
            "Injects",
            "Description",
            "Event",
        ),
        "expect": (
            "Expected Action",
            "Expected Player Action",
            "Expected Player Action(s)",
            "Expected Actions",
            "Expected Outcome of Player Action",
            "Expected Participant Response",
            "Expected Player Response",
            "Expected Response",
            "Expected Outcome",
            "Anticipated Response",
        ),
        "objective": (
            "Objective",
            "Exercise Objective",
            "Objective(s)",
            "Objectives",
            "Objective and Core Capability Addressed",
            "Objective/Core Capability",
            "Core Capability",
        ),
        "controller": (
            "Controller",
            "Responsible Controller",
            "Controller Responsible",
            "Controller Responsible for the Inject",
            "Responsible Person",
        ),
        "evaluator": (
            "Evaluator note",
            "Evaluator Notes",
            "Evaluator Special Instructions",
            "Evaluator Instructions",
            "Evaluator Comments",
            "Evaluator",
        ),
        "status": ("Status",),
        "actual_time": ("Actual Time", "Time Delivered", "Time Injected"),
        "actual": ("Actual Action/Comments", "Actual Player Action", "Actual Action", "Actual Response"),
        "notes": ("Notes", "Comments", "Remarks", "Controller Notes"),
    },
    "Blueprint": {
        "inject": ("Control Number",),
        "turn": ("Move",),
        "exercise_time": ("Time",),
        "type": ("Type", "Event Type"),
        "from": ("From Org", "From Organization"),
        "to": ("To Org", "To Organization"),
        "team": ("Teams",),
        "method": ("Delivery Method",),
        "title": ("Title",),
        "text": ("Summary/Details", "Details", "Summary", "Description"),
        "status": ("Status",),
    },
    "Conducttr": {
        "inject": ("Number", "Serial", "Serial Number"),
        "scenario_time": ("StoryTime", "Story Time"),
        "exercise_time": ("Time", "Clock Time"),
        "from": ("From (persona)", "From", "Persona"),
        "to": ("To",),
        "team": ("Team",),
        "method": ("Method",),
        "title": ("Subject",),
        "text": ("Message", "Body"),
        "expect": ("Expected action",),
    },
    "OpenAEV": {
        "inject": ("Inject ID",),
        "exercise_time": ("Timeline", "Trigger time", "Relative time"),
        "to": ("Teams", "Team", "Target teams"),
        "method": ("Action to be taken", "Inject type", "Channel"),
        "title": ("Subject", "Title"),
        "text": ("Content", "Body", "Message"),
        "expect": ("Expectation Description", "Expectation description", "Expectations"),
        "notes": ("Comments",),
    },
}
"""By tool and column, its headings, the best first."""
COURSE = ("startex", "pausex", "endex")
NUMBERS = {"no", "nr", "num", "number"}
LETTERS = str.maketrans({"ł": "l", "Ł": "L", "#": " number ", "№": " number "})


def folded(text: str) -> str:
    """A text by which spellings are compared: small letters without accents, single spaces."""
    plain = unicodedata.normalize("NFKD", text.translate(LETTERS)).casefold()
    words = re.findall(r"[^\W_]+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    return " ".join("number" if word in NUMBERS else word for word in words)


def spellings(what: Literal["joins", "turn", "day", "hours", "minutes"]) -> str:
    """What any language calls something, as the choices of a pattern."""
    return "|".join(re.escape(word) for about in languages().values() for word in getattr(about.sheets, what))
