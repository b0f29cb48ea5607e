"""Which language to speak: asked for, set, or the one of the machine."""

import os

from engine.words.language import LANGUAGES, Language


def language_code(asked: str | None = None) -> str:
    """`--lang`, else WHITECELL_LANG, else the locale where it is Polish, else English."""
    if asked in LANGUAGES:
        return str(asked)
    if os.environ.get("WHITECELL_LANG", "") in LANGUAGES:
        return os.environ["WHITECELL_LANG"]
    machine = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "pl" if machine.lower().startswith("pl") else "en"


def spoken_for(asked: str | None = None) -> str:
    """The language that somebody asked for, by `--lang` or WHITECELL_LANG; empty where nobody did."""
    found = asked or os.environ.get("WHITECELL_LANG", "")
    return found if found in LANGUAGES else ""


class Spoken:
    """The language this command was asked to speak, for whoever has to say later why it failed."""

    code: str | None = None


def speech(asked: str | None = None) -> Language:
    """The language of this command."""
    Spoken.code = asked or Spoken.code
    return Language(language_code(Spoken.code))
