"""Sentences of the pages that reach `say` through a variable."""

from web.api.answers import FAULTS
from web.faults import ELSEWHERE, OTHERWISE, REASONS
from web.interfaces import NO_ROUTER, WHY_HARDLY, Kind
from web.proxies import WRONG

HANDED_ON = (
    *(sentence for reason in REASONS.values() for sentence in reason),
    *OTHERWISE,
    *ELSEWHERE,
    *Kind,
    NO_ROUTER,
    *WHY_HARDLY.values(),
    *WRONG.values(),
    *(sentence for _, sentence in FAULTS.values()),
    *("This run cannot be read", "{why}", "Tell control. Nothing that was recorded is lost."),
    "Something went wrong that should not",
    *("political", "humanitarian"),
)
