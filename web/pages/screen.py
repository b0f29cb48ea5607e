"""The screen: what everybody may see, to be read from ten metres."""

from typing import Any

from web.served import Picture


def build(view: Picture, query: Any) -> dict[str, Any]:
    """What the template needs beyond the public view."""
    return {}
