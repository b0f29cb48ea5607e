"""Versions: a short fingerprint of what a command edits, so that nobody writes over what they did not see.

A face shows a thing with its version and sends the version back with the command. A version is made only of
what its reader knows; where somebody asks for what is not theirs, there is none, and nothing is stale. What
each command edits stands with its type.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec

from engine.play.commands.declared import COMMANDS
from engine.play.state import State


def version(state: State, name: str, actor: str, data: Mapping[str, Any]) -> str:
    """The version of what this command edits; empty for a command that edits nothing."""
    kind = COMMANDS.get(name)
    if kind is None:
        return ""
    parts = kind.edited(state, actor, str(data.get(kind.edits) or ""))
    return fingerprint(*parts) if parts else ""


def fingerprint(*parts: Any) -> str:
    """Short, and the same wherever the parts are the same."""
    return sha256(msgspec.json.encode(parts)).hexdigest()[:10]
