"""What is not carried out, in a sentence that every face can say in its own language."""

from typing import Any


class Refusal(Exception):
    """A command that is not carried out. `message` is an English sentence whose parts are in `values`.

    A part can be a sentence of its own: another refusal.
    """

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message.format(**values))
        self.message, self.values = message, values

    def __reduce__(self) -> tuple[Any, ...]:
        """How it comes from one process to another."""
        return again, (type(self), self.message, self.values)


class Stale(Refusal):
    """A command whose author saw something else than what stands now."""


def again(kind: type[Refusal], message: str, values: dict[str, Any]) -> Refusal:
    """A refusal that came from another process."""
    return kind(message, **values)
