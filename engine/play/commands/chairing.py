"""The chair of talks: the agenda, who speaks, recess and adjournment, and one text that parties amend and
initial. What of it the exercise counts moves its flags and tracks at once, each act once a turn.
"""

from engine.play.combine import combine, difference
from engine.play.commands import declared
from engine.play.commands.ask import Ask, before_lock, decides, in_play, only_role, roles, text
from engine.play.events import Chaired, Initialled, Presided, Worded
from engine.play.refusal import Refusal
from engine.play.state import JointText

INITIALLED = "initialled"
"""What counts when every party has initialled the text."""


@decides(declared.Chair)
def chair(ask: Ask, given: declared.Chair) -> None:
    """What the chair does; a text that it lays before parties is theirs alone to read."""
    in_play(ask)
    if given.act == "text":
        parties = [role for role in roles(ask, given.to) if role != ask.actor]
        if len(parties) < 2:
            raise Refusal("A text is laid before two parties at least.")
        ask.draft.emit(Worded(role=ask.actor, chair=ask.actor, parties=parties, text=text(given.text)))
        return
    words = text(given.text) if given.act == "speakers" else given.text
    ask.draft.emit(Chaired(role=ask.actor, act=given.act, text=words))
    count(ask, given.act)


def joint_text(ask: Ask, role: str, *, party: bool = False) -> JointText:
    """The text on the table, as a party or the chair knows it. Raises Refusal."""
    found = ask.state.room.joint
    if found is None or role not in (found.parties if party else (found.chair, *found.parties)):
        raise Refusal("No text lies on the table for this seat.")
    return found


@decides(declared.Amend)
def amend(ask: Ask, given: declared.Amend) -> None:
    """The text as a party or the chair would have it; whoever has initialled it is asked anew."""
    role = only_role(ask, given.role)
    before_lock(ask)
    found, words = joint_text(ask, role), text(given.text)
    if words == found.text:
        raise Refusal("Nothing of the text has changed.")
    ask.draft.emit(Worded(role=role, chair=found.chair, parties=found.parties, text=words))


@decides(declared.Initial)
def initial(ask: Ask, given: declared.Initial) -> None:
    """A party agrees to the text as it stands. It binds nobody; what all have initialled can count."""
    role = only_role(ask, given.role)
    before_lock(ask)
    found = joint_text(ask, role, party=True)
    if role in found.initials:
        raise Refusal("It is initialled already.")
    ask.draft.emit(Initialled(role=role, chair=found.chair, parties=found.parties))
    needed = {*found.parties, *ask.draft.exercise.file.chair.parties}
    if needed <= {*found.initials}:
        count(ask, INITIALLED)


def count(ask: Ask, act: str) -> None:
    """What the exercise makes of an act of the chair, before lock and once a turn."""
    exercise, game = ask.draft.exercise, ask.game
    effects = exercise.chair.get(act)
    late = game.locked or game.phase in ("rulings", "report")
    before = any(
        isinstance(moment.event, Presided) and moment.event.act == act and moment.turn == game.turn
        for moment in game.history
    )
    if effects is None or late or before:
        return
    vector, after = list(game.vector), list(game.vector)
    combine(exercise, vector, after, [effects])
    ask.draft.emit(Presided(act=act, changes=difference(exercise, vector, after)))
