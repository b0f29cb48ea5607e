"""Objectives, red lines and scores as they stand."""

from engine.play.state import Game
from engine.rules.exercise import Exercise


def objectives(exercise: Exercise, game: Game) -> dict[str, bool]:
    """Every objective of this length of play with whether it is met now."""
    found = exercise.objectives_in(game.format)
    return {goal.id: bool(goal.test.holds(game.vector)) for goal in found}


def scores(
    exercise: Exercise, game: Game, ending: str = ""
) -> tuple[dict[str, bool], dict[str, int], int | None]:
    """Objectives met, the score of each scored role, and the score of the region.

    Points of objectives met, less those of red lines crossed; some endings cap what anybody can score.
    """
    met, points = objectives(exercise, game), earned(exercise, game)
    taken = capped(exercise, points, ending)
    points = {role: score + taken.get(role, 0) for role, score in points.items()}
    return met, points, derived(exercise, game, exercise.file.common_score)


def earned(exercise: Exercise, game: Game) -> dict[str, int]:
    """The points of each scored role as its objectives and red lines add up, whatever the ending caps."""
    met = objectives(exercise, game)
    points = dict.fromkeys(scored(exercise, game), 0)
    for goal in exercise.objectives_in(game.format):
        if met[goal.id] and goal.role in points:
            points[goal.role] += goal.points
    for line in exercise.red_lines:
        if game.vector[line.slot] and line.role in points:
            points[line.role] += line.points
    return points


def capped(exercise: Exercise, points: dict[str, int], ending: str) -> dict[str, int]:
    """What the cap of an ending takes from these points (below 0), of every role that it takes any from."""
    cap = next((entry.score_cap for entry in exercise.file.endings if entry.id == ending), None)
    return {} if cap is None else {role: cap - score for role, score in points.items() if score > cap}


def derived(exercise: Exercise, game: Game, name: str | None) -> int | None:
    """A derived value as it stands."""
    return int(exercise.derived[name].holds(game.vector)) if name else None


def scored(exercise: Exercise, game: Game) -> list[str]:
    """The roles this preset scores."""
    preset = exercise.file.presets.get(game.preset)
    seats = preset.seats if preset else {}
    return [role for role in exercise.roles if role not in seats or seats[role].scored]
