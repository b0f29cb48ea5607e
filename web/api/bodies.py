"""What may be sent to the API, as JSON Schema: commands with what their author saw, and other bodies."""

from engine.play.state import PHASES, PLAYERS
from engine.rules.load import names
from engine.words.locale import languages
from web.api.commands import COMMANDS, INJECT
from web.api.kinds import Schema, flag, number, record, text, word, words

SEEN = record(
    {
        "turn": number("The turn that was seen.", 0, 1000),
        "phase": word("The phase that was seen.", "", *PHASES),
        "version": word("The version of what is edited, as the view gives it."),
    },
    about="What the author of the command saw. If that has changed, the command is refused as stale.",
)
ID = {
    "type": "string",
    "pattern": "^[!-~]{1,64}$",
    "description": "A name for this command: sent twice, it is done once.",
}


def command_body(name: str) -> Schema:
    """The body of a command."""
    data = COMMANDS[name][2]
    return record({"data": data, "id": ID, "seen": SEEN}, *(["data"] if data.get("required") else []))


def bodies() -> dict[str, Schema]:
    """Every body by its name; those of commands by `command.` and theirs."""
    found = {f"command.{name}": command_body(name) for name in COMMANDS}
    found["preview_inject"] = record(
        {"inject": INJECT, "choices": COMMANDS["release"][2]["properties"]["choices"]}, "inject"
    )
    found["preview_draft"] = record({"data": COMMANDS["improvise"][2]}, "data")
    found["language"] = record({"code": word("The language.", *languages())}, "code")
    found["fork"] = record({"turn": number("The turn it begins with.", 1, 1000)}, "turn")
    found["start"] = record(
        {
            "exercise": word("The exercise.", *names()),
            "format": word("Its format."),
            "preset": word("Its preset."),
            "people": words("Seats that people take; bots play the others."),
            "name": text("A name for the run.", 60),
            "drafts": flag("Whether drafts count when orders are locked; else only what is sealed."),
        },
        "exercise",
    )
    found["join"] = record(
        {
            "link": text("What stands behind /join/ in the link of a seat.", 1000),
            "code": text("Or the short code of a seat.", 40),
            "name": text("The name of the person who sits down, if they like.", 200),
            "by": word("Who plays the seat from now on. A program is waited for as a person is.", *PLAYERS),
        },
        about="Either a link or a code.",
    )
    return found
