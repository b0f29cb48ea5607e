"""Every command as the API takes it: who may give it, what it does, and its data as JSON Schema."""

from typing import get_args

from engine.play.commands.ask import SEATS
from engine.play.commands.course import MOST_ABOUT, MOST_ITEM, MOST_ITEMS, MOST_MINUTES, NOTES
from engine.play.commands.evaluation import (
    ELEMENTS,
    FINDINGS,
    MOST_LINKS,
    MOST_NAME,
    MOST_TITLE,
    RATINGS,
    STATUSES,
)
from engine.rules.model import InjectKind
from web.api.kinds import Schema, flag, number, record, spoken, text, word, words

CONTROL, ROLE, CHAIR = "control", "a role", "a seat that the preset lets chair"
OF_CONTROL = "Only where control acts for a role: which."


def role() -> Schema:
    return word(OF_CONTROL)


ORDER = record(
    {
        "order": word("The key of an order, as `moves[].order` of the view has it."),
        "secret": flag("Ordered in secret, where the move lets one choose."),
        "message": word("For an order that carries: the message given to carry."),
    },
    "order",
)
EFFECTS = {
    "type": "object",
    "maxProperties": 40,
    "description": "Effects as an exercise file writes them: `{tension: 1}`, `{set: flag}`.",
}
INJECT = word("The id of an inject in the tray or the MSEL.")
LAST = 10_000_000
LINKS = {
    "type": "array",
    "items": number("A line.", 1, LAST),
    "maxItems": MOST_LINKS,
    "description": "Past lines of the log that bear it out.",
}
SHELVED = record({"inject": INJECT, "reason": text("Why.")}, "inject")
COMMANDS: dict[str, tuple[str, str, Schema]] = {
    "startex": (CONTROL, "The ready room is over: the clock runs, and play begins.", record({})),
    "advance": (
        CONTROL,
        "The one next step: the next phase, the lock, the publishing, the next turn; after the last report, "
        "ENDEX.",
        record({}),
    ),
    "pause": (CONTROL, "Stop play and its clock.", record({})),
    "resume": (CONTROL, "Let play go on.", record({})),
    "clock": (
        CONTROL,
        "More minutes for this phase, or fewer. The clock is advice; it moves nothing.",
        record(
            {"minutes": number("Minutes to add, or below 0 to take.", -MOST_MINUTES, MOST_MINUTES)}, "minutes"
        ),
    ),
    "seat": (
        "control, and a role for its own seat",
        "Who plays a seat.",
        record({"seat": word("A role, or control."), "by": word("Who plays it.", *SEATS)}, "seat", "by"),
    ),
    "counting": (
        CONTROL,
        "Whether drafts count when orders are locked, or only what is sealed.",
        record({"drafts": flag("Whether drafts count.")}, "drafts"),
    ),
    "finish": (CONTROL, "Cut the run short: ENDEX now, with this turn as its last.", record({})),
    "disclose": (
        CONTROL,
        "After ENDEX: what control releases.",
        record({"what": word("How much.", "nothing", "traces", "all")}, "what"),
    ),
    "note": (
        "control, and an observer, who writes observations",
        "A note, an observation, or what was said about a question of the debrief; pinned to now, or to a "
        "past line. With `note`, whoever wrote one words it anew or withdraws it.",
        record(
            {
                "text": text("The note."),
                "kind": word("What it is.", *NOTES),
                "about": text("What it is about; for a discussion, the question.", MOST_ABOUT),
                "line": number("The line of the log it is pinned to, instead of its own.", 1, LAST),
                "note": number("The line of a note that this one stands in for.", 1, LAST),
                "withdrawn": flag("Whether that note no longer stands; then it needs no text."),
            },
        ),
    ),
    "rate": (
        CONTROL,
        "How an objective of the exercise was met, by HSEEP's ratings; none takes the rating back.",
        record(
            {
                "objective": word("The objective, as `evaluation.objectives[].id` of the view has it."),
                "rating": word(
                    "Performed without, with some, with major challenges; or unable.", "", *RATINGS
                ),
                "text": text("Why."),
                "links": LINKS,
            },
            "objective",
        ),
    ),
    "finding": (
        CONTROL,
        "A strength or something to improve. Edited by its name, it keeps every field that is not given.",
        record(
            {
                "finding": word("The finding that is edited."),
                "kind": word("What it is; needed for a new one.", *FINDINGS),
                "title": text("What it is in one line; needed for a new one.", MOST_TITLE),
                "objective": word("The objective of the exercise it belongs to."),
                "analysis": text("What happened, and why."),
                "recommendation": text("What would be better."),
                "links": LINKS,
                "withdrawn": flag("Whether it no longer stands."),
            }
        ),
    ),
    "action": (
        CONTROL,
        "A step of the improvement plan. Edited by its name, it keeps every field that is not given.",
        record(
            {
                "action": word("The step that is edited."),
                "text": text("What is to be done; needed for a new one."),
                "finding": word("The finding it answers."),
                "element": word("The element of the capability.", "", *ELEMENTS),
                "owner": text("The organisation or office that sees to it; not a person's name.", MOST_NAME),
                "contact": text("Where that office is reached.", MOST_NAME),
                "start": text("When it starts: 2025-06-30.", 10),
                "due": text("When it is to be done.", 10),
                "status": word("How far it is.", *STATUSES),
                "withdrawn": flag("Whether it no longer stands."),
            }
        ),
    ),
    "bulletin": (
        CONTROL,
        "The bulletin of the turn last published, in control's words; none gives the automatic one.",
        record(
            {
                "items": {
                    "type": "array",
                    "items": spoken("One piece of news.", MOST_ITEM),
                    "maxItems": MOST_ITEMS,
                }
            },
            "items",
        ),
    ),
    "chair": (
        CHAIR,
        "What the chair of talks does; everybody learns of it.",
        record(
            {"act": word("What.", "agenda", "floor", "recess", "resume"), "text": text("Its words.")}, "act"
        ),
    ),
    "request": (
        ROLE,
        "Ask control something, or for an order of a role that control plays: then without a text, too.",
        record(
            {
                "text": text("The question."),
                "order": word("An order, as `on_request[].order` of the view has it."),
                "role": role(),
            }
        ),
    ),
    "reply": (
        CONTROL,
        "Answer a request that waits, or write to roles.",
        record(
            {
                "text": text("The answer."),
                "to": words("Roles; without them, who asked."),
                "request": word("The request it answers."),
            },
            "text",
        ),
    ),
    "settle": (
        CONTROL,
        "Have done with a request without an answer in writing.",
        record(
            {"request": word("The request."), "how": word("How.", "aside", "aloud")},
            "request",
            "how",
        ),
    ),
    "accept": (
        CONTROL,
        "Order what a request asks for, beside what stands for that role, and have done with the request. "
        "Once that order is taken back, the request waits again.",
        record(
            {
                "request": word("The request; it names an order."),
                "message": word(
                    "Of a letter that it carries: which, as `requests[].letters` of the view has them. "
                    "Else the newest that has not arrived."
                ),
            },
            "request",
        ),
    ),
    "release": (
        "control, and a seat for the injects that the preset lets it release",
        "Release an inject; of a seat whose preset says so, ask control to.",
        record(
            {
                "inject": INJECT,
                "to": words("Roles it goes to instead of those the exercise names; only control chooses."),
                "choices": {
                    "type": "object",
                    "additionalProperties": {"type": "string", "maxLength": 120},
                    "maxProperties": 20,
                    "description": "What the inject lets control choose, by name.",
                },
                "reason": text("Why."),
            },
            "inject",
        ),
    ),
    "hold": (CONTROL, "Keep an inject until control lets it go.", SHELVED),
    "defer": (CONTROL, "Keep an inject until the next turn.", SHELVED),
    "skip": (CONTROL, "Leave an inject out.", SHELVED),
    "decline": (CONTROL, "Not release an inject that a seat asks for.", SHELVED),
    "improvise": (
        CONTROL,
        "An inject written on the spot: released now, or put into the tray.",
        record(
            {
                "text": spoken("What is read out."),
                "title": spoken("Its title."),
                "from": spoken("Who it comes from."),
                "expect": spoken("What is expected of the roles; only control reads it."),
                "type": word("Its type.", *get_args(InjectKind)),
                "to": words("Roles it goes to; all, where none is named."),
                "because": words("Claims of the exercise it rests on, or the word judgement."),
                "template": word("A template of the exercise it begins with."),
                "inject": word("One that lies in the tray, which it replaces."),
                "effects": EFFECTS,
                "reason": text("Why, for the log."),
                "when": {
                    "anyOf": [{"enum": ["now", "tray"]}, {"type": "integer", "minimum": 1, "maximum": 100}],
                    "description": "Now, into the tray, or into the tray of a turn.",
                },
            }
        ),
    ),
    "orders": (
        ROLE,
        "All orders of a role for this turn; they replace those before. One not allowed is dropped, with its "
        "reason in the view; more than the limits allow is refused. With `seal: false` they are kept as a "
        "draft beside the log, and no line is written.",
        record(
            {
                "orders": {"type": "array", "items": ORDER, "maxItems": 50},
                "seal": flag("Whether they are sealed. A draft may be over the limits."),
                "base": words("For a draft: the orders it was made from. What others chose since stays."),
                "role": role(),
            },
            "orders",
        ),
    ),
    "answer": (
        ROLE,
        "A reply to a question that an order or an inject puts.",
        record(
            {
                "question": word("The id of the question."),
                "answer": word("One of its options."),
                "text": text("A message for the carrier to bring back."),
                "sealed": flag("Whether the carrier may not read it."),
            },
            "question",
            "answer",
        ),
    ),
    "override": (
        "control, and a seat that the preset lets override",
        "Another row of a ruling's ladder, one step up or down; no row takes it back.",
        record(
            {
                "ruling": word("The path of the ruling."),
                "row": word("The row."),
                "reason": text("Why; needed with a row."),
            },
            "ruling",
        ),
    ),
    "dice": (
        "control, and a seat that the preset lets override",
        "Dice thrown on the table, typed in; none takes them back.",
        record(
            {
                "ruling": word("The path of the ruling."),
                "dice": {"type": "array", "items": number("A die.", 1, 100), "maxItems": 10},
            },
            "ruling",
        ),
    ),
    "message": (
        ROLE,
        "A private text: to roles, given to a carrier, or in answer through one.",
        record(
            {
                "text": text("The message."),
                "to": words("Roles."),
                "through": word("The carrier."),
                "carry": flag("Whether the carrier is to take it on by an order."),
                "sealed": flag("Whether the carrier may not read it."),
                "role": role(),
            },
            "text",
        ),
    ),
    "statement": (ROLE, "A public text.", record({"text": text("What is said."), "role": role()}, "text")),
    "mark": (
        CONTROL,
        "A mark on a public statement, with its effect at once.",
        record(
            {
                "statement": word("The id of the statement."),
                "mark": word("The mark."),
                "role": word("The role the mark is of, for marks that need one."),
            },
            "statement",
            "mark",
        ),
    ),
    "propose": (
        ROLE,
        "Put an agreement on the table, or a free text among roles.",
        record(
            {
                "agreement": word("An agreement of the exercise."),
                "terms": {
                    "type": "object",
                    "additionalProperties": {"type": ["string", "integer"]},
                    "maxProperties": 20,
                    "description": "Its terms, by name.",
                },
                "invites": words("Roles that may join."),
                "to": words("For a free text: the roles it is among."),
                "text": text("The free text."),
                "role": role(),
            }
        ),
    ),
    "sign": (ROLE, "Sign a proposal.", record({"proposal": word("Its id."), "role": role()}, "proposal")),
    "unsign": (
        ROLE,
        "Take a signature back.",
        record({"proposal": word("Its id."), "role": role()}, "proposal"),
    ),
    "leave": (
        ROLE,
        "Leave an agreement in force; it ends at the next rulings.",
        record({"agreement": word("Its id."), "role": role()}, "agreement"),
    ),
    "withdraw": (
        CONTROL,
        "Take a public statement off every page. What its marks did stands.",
        record({"statement": word("The id of the statement.")}, "statement"),
    ),
    "undo": (
        CONTROL,
        "Take the game back to the state after an earlier line, or by one step. Words and seats stay.",
        record(
            {
                "line": number("The line that stands again.", 1, LAST),
                "reason": text("Why; only control reads it."),
                "told": text("What the room is told of it."),
            }
        ),
    ),
}
"""By command: who may give it, what it does, and its data."""
