"""Which language to speak: asked for, set, or the one of the machine."""

import os
import re

from engine.words.language import Language
from engine.words.locale import SOURCE, languages


def language_code(asked: str | None = None) -> str:
    """`--lang`, else WHITECELL_LANG, else the language of the machine where it is spoken, else English."""
    if asked in languages():
        return str(asked)
    if os.environ.get("WHITECELL_LANG", "") in languages():
        return os.environ["WHITECELL_LANG"]
    machine = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    spoken = re.split(r"[_.@]", machine.lower())[0]
    return spoken if spoken in languages() else SOURCE


def spoken_for(asked: str | None = None) -> str:
    """The language that somebody asked for, by `--lang` or WHITECELL_LANG; empty where nobody did."""
    found = asked or os.environ.get("WHITECELL_LANG", "")
    return found if found in languages() else ""


class Spoken:
    """The language this command was asked to speak, for whoever has to say later why it failed."""

    code: str | None = None


def speech(asked: str | None = None) -> Language:
    """The language of this command."""
    Spoken.code = asked or Spoken.code
    return Language(language_code(Spoken.code))
