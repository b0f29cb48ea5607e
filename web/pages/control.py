"""The facilitator page: everything one person needs to run the room."""

from collections.abc import Callable
from typing import Any

from web.served import Picture, Served


def builder(served: Served, seat: str) -> Callable[[Picture, Any], dict[str, Any]]:
    """What the template needs beyond the view, for this run."""

    def build(view: Picture, query: Any) -> dict[str, Any]:
        return {}

    return build
