"""What an exercise is called where there is room for its two names: that of its files, and its title."""

from engine.language import Language
from engine.rules.exercise import Exercise


def short_name(exercise: Exercise) -> str:
    """The name people say, from that of its files: Korea 2025."""
    return exercise.id.replace("-", " ").capitalize()


def heading(exercise: Exercise, language: Language) -> str:
    """Both names; the title alone where it is the same name, in whatever language."""
    title, name = exercise.file.title, short_name(exercise)
    if name.lower() in Language("en").text(title).lower():
        return language.text(title)
    return f"{name} · {language.text(title)}"
