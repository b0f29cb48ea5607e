"""Where others reach this server: the addresses it was started with, else the one this browser uses."""

from flask import current_app, request


def addresses() -> list[str]:
    """The server's addresses in the room, the best first; none where only this machine reaches it."""
    found: list[str] = current_app.config.get("ADDRESSES", [])
    return found


def address(path: str) -> str:
    """A path of this site as others can open it."""
    base = addresses()[0] if addresses() else request.host_url
    return f"{base.rstrip('/')}{path}"
