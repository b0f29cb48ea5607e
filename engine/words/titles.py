"""What exercises and orders are called: their names, and titles with what tells one from its like."""

from engine.rules.exercise import Exercise
from engine.words.language import Language


def short_name(exercise: Exercise) -> str:
    """The name people say, from that of its files: Korea 2025."""
    return exercise.id.replace("-", " ").capitalize()


def heading(exercise: Exercise, language: Language) -> str:
    """Both names; the title alone where it is the same name, in whatever language."""
    title, name = exercise.file.title, short_name(exercise)
    if name.lower() in Language("en").text(title).lower():
        return language.text(title)
    return f"{name} · {language.text(title)}"


def named(title: str, words: str) -> str:
    """A title with what tells it from its like; a remark in brackets stays last: `Message: USA (embassy)`."""
    if not words:
        return title
    head, bracket, remark = title.partition(" (")
    if bracket:
        return f"{head}: {words} ({remark}"
    return f"{title}: {words}" if "(" in words else f"{title} ({words})"
