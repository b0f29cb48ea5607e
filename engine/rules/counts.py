"""How much there is of everything in an exercise."""

from engine.rules.exercise import Exercise


def counts(exercise: Exercise) -> dict[str, int]:
    """The number of each kind of element; a family of tracks counts its members."""
    file, roles = exercise.file, exercise.file.roles.values()
    return {
        "roles": len(file.roles),
        "tracks": sum(len(exercise.vocabulary.members(name)) for name in file.tracks),
        "flags": len(file.flags),
        "tokens": len(file.tokens),
        "moves": len(file.moves),
        "tables": len(file.tables),
        "rows": sum(len(table.rows) for table in file.tables.values()),
        "modifiers": sum(len(table.modifiers) for table in file.tables.values()),
        "triggers": len(file.triggers),
        "injects": len(file.injects),
        "agreements": len(file.agreements),
        "endings": len(file.endings),
        "claims": len(file.sources),
        "objectives": sum(len(role.objectives) for role in roles),
        "red_lines": sum(len(role.red_lines) for role in roles),
        "questions": len(file.questions),
    }
