"""What the types of the exercise format are made of: ids, texts, conditions, amounts, effects, claims."""

from typing import Annotated

from msgspec import Meta

Id = Annotated[str, Meta(pattern="^[A-Za-z][A-Za-z0-9_]*$", max_length=60)]
Text = str | dict[str, str | dict[str, str]]
"""A string, a map by language, or a map by argument value and then language."""
Condition = str | bool
"""An expression that holds or does not; `true` always holds."""
Amount = int | str
"""An integer, or an expression over arguments and terms."""
Because = Annotated[list[str], Meta(description="Claim ids this element rests on, or the word 'judgement'.")]
Entry = dict[str, int | str | list[str]]
"""One thing with its value (`{subject: agenda}`), or the fields of a `Tell` or an `Offer`."""
Effects = dict[str, int | str | Entry | list[str | Entry]]
"""Tracks with their change, and verbs: set clear open close run tell offer capital deliver.

The values of `tell` are `Tell`, those of `offer` are `Offer`; `engine.rules.effects` reads them as such.
"""
