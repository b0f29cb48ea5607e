"""Sentences of the pages that reach `say` through a variable."""

from web.app import REASONS

HANDED_ON = (
    *(sentence for reason in REASONS.values() for sentence in reason),
    *("That did not work", "Open the page again. What was done is kept."),
    *("This run cannot be read", "{why}", "Tell control. Nothing that was recorded is lost."),
    "Something went wrong that should not",
)
