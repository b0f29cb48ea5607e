"""Sentences of the pages that reach `say` through a variable."""

from web.api.answers import FAULTS
from web.faults import OTHERWISE, REASONS

HANDED_ON = (
    *(sentence for reason in REASONS.values() for sentence in reason),
    *OTHERWISE,
    *(sentence for _, sentence in FAULTS.values()),
    *("This run cannot be read", "{why}", "Tell control. Nothing that was recorded is lost."),
    "Something went wrong that should not",
    *("political", "humanitarian"),
)
