"""What every event is: something that happened, as a frozen typed value with its name for a tag."""

from msgspec import Struct

Changes = dict[str, int]
"""Slots by name with their new values."""


class Event(
    Struct,
    frozen=True,
    tag_field="type",
    tag=lambda name: name.lower(),
    omit_defaults=True,
    kw_only=True,
    gc=False,
):
    """Something that happened."""
