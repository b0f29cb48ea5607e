"""Who plays a run, in a sentence: people, programs, bots, and seats where nobody sits."""

from engine.play.state import State
from engine.words.language import Language
from engine.words.wording import wording

SAID = {
    "person": "people: {roles}",
    "program": "programs: {roles}",
    "bot": "bots: {roles}",
    "empty": "nobody: {roles}",
}


def who_plays(state: State, language: Language) -> str:
    """By whom the roles are played now; what the preset makes control's is control's."""
    names, roles = wording(state.exercise, language), state.exercise.roles
    found = []
    for by, sentence in SAID.items():
        mine = [
            names.code(role) for role in roles if state.seat(role) == by and role not in state.control_roles
        ]
        if mine:
            found.append(language.say(sentence, roles=", ".join(mine)))
    return "; ".join(found)
