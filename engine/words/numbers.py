"""Numbers as they are written everywhere: a true minus (U+2212), signs, chances in percent."""

MINUS = "\u2212"


def minus(number: object) -> str:
    """A number, or a text that is one, with a true minus where it is below zero."""
    return str(number).replace("-", MINUS)


def signed(number: float) -> str:
    """What is added or taken away, as a whole number with its sign; 0 has none."""
    return minus(f"{number:+.0f}") if round(number) else "0"


def added(number: int) -> str:
    """The same, with a sign also where it comes to nothing: `+0`."""
    return minus(f"{number:+d}")


def percent(chance: float) -> str:
    """A chance in percent; what is possible is never 0%, what can fail never 100%."""
    if 0 < chance < 0.01:
        return "<1%"
    if 0.99 < chance < 1:
        return ">99%"
    return f"{round(100 * chance)}%"
