"""The log itself, byte for byte."""

from engine.play.refusal import Refusal
from engine.record.run import Run
from engine.views import CONTROL, effective


def raw_log(run: Run, eyes: str, anonymous: bool = False) -> bytes:
    """The whole lines of a log as they stand in its file. Raises Refusal, and OSError.

    Only for control, since the log tells everything. Never anonymous: a line without its texts has another
    hash, and a log whose chain was made anew would bear witness to nothing.
    """
    if effective(run.state, eyes) != CONTROL:
        raise Refusal("The log tells everything, so only control can have it. Choose csv or cloudevents.")
    if anonymous:
        raise Refusal("Without its texts a log would break its own chain. Choose csv or cloudevents.")
    raw = run.log.path.read_bytes()
    return raw[: raw.rfind(b"\n") + 1]
