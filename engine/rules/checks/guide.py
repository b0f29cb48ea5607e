"""The facilitator's book: whether what it speaks of exists."""

from collections.abc import Collection, Mapping

from engine.rules.checks.checker import Checker


def check_guide(on: Checker) -> None:
    """Report advice about what the exercise does not have, and minutes below none."""
    file = on.file
    parts: tuple[tuple[str, str, Mapping[str, object], Collection[str]], ...] = (
        ("briefing", "format", file.guide.briefing, file.formats),
        ("hot_wash", "format", file.guide.hot_wash, file.formats),
        ("injects", "inject", file.guide.injects, file.injects),
        ("questions", "question", file.guide.questions, file.questions),
    )
    for part, kind, entries, there in parts:
        for name, value in entries.items():
            known = on.known(("guide", part, name), kind, name, there, key=True)
            if known and isinstance(value, int) and value < 0:
                on.error(("guide", part, name), "bounds", f"{value} minutes is no length of time")
