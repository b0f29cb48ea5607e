"""What may be sent to the API, as JSON Schema: commands with what their author saw, and other bodies."""

from engine.play.commands.declared import Improvise, Release
from engine.play.state import PLAYERS
from engine.review.fork import OTHERS
from engine.words.locale import languages
from web.api.commands import COMMANDS, body_of, example, schema_of
from web.api.kinds import Schema, flag, number, record, text, word, words


def bodies() -> dict[str, Schema]:
    """Every body by its name; those of commands by `command.` and theirs."""
    found = {f"command.{name}": body_of(kind) for name, kind in COMMANDS.items()}
    released = schema_of(Release)["properties"]
    found["preview_inject"] = record({name: released[name] for name in ("inject", "choices")}, "inject")
    found["preview_draft"] = record({"data": schema_of(Improvise)}, "data")
    found["language"] = record({"code": word("The language.", *languages())}, "code")
    found["fork"] = record(
        {
            "turn": number("The turn it begins with.", 1, 1000),
            "seats": word("Who takes the seats that people held: the same, bots, or nobody.", *OTHERS),
            "keep": flag("Whether orders and answers stay as they were where nobody decides otherwise."),
        },
        "turn",
    )
    found["start"] = record(
        {
            "exercise": word("The exercise, by the id that /exercises gives it."),
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
    for name, sent in examples().items():
        found[name]["examples"] = [sent]
    return found


def examples() -> dict[str, dict[str, object]]:
    """What one would send where it is no command."""
    return {
        "preview_inject": example(Release),
        "preview_draft": {"data": example(Improvise)},
        "language": {"code": "pl"},
        "fork": {"turn": 1, "seats": "bot", "keep": True},
        "start": {"exercise": "korea-2025", "people": ["usa", "dprk"], "name": "Tuesday's group"},
        "join": {"code": "K7PM-4QXD", "name": "Ada"},
    }
