"""A draft: events as they are decided, each folded into the state at once."""

from functools import cached_property
from hashlib import sha256

from engine.play.adjudicate import Adjudication
from engine.play.doctrine import Doctrine, Policy
from engine.play.events import Event
from engine.play.fold import GAME, fold
from engine.play.state import State
from engine.play.work import Decisions


class Draft:
    """Events as they are decided, each folded into the state at once.

    Untraced, only what moves the game is told, and nothing is kept for views. With `later` events are kept
    and not folded yet: for what is decided before it is told, so that the state need not be copied for it.
    """

    def __init__(
        self,
        state: State,
        line: int = 0,
        policies: dict[str, Policy] | None = None,
        *,
        traced: bool = True,
        later: bool = False,
    ) -> None:
        self.state, self.line, self.traced, self.later = state, line, traced, later
        self.game, self.exercise = state.game, state.exercise
        self.events: list[Event] = []
        self.policies = policies or {}

    def emit(self, event: Event) -> None:
        """Let an event happen."""
        if self.later:
            self.events.append(event)
        elif self.traced:
            fold(self.state, event, self.line, len(self.events))
            self.events.append(event)
        else:
            GAME[type(event).__name__](self.game, event)

    def name(self, kind: str) -> str:
        """A name for something new. It counts nothing, so that a seat cannot count what it does not see.

        Not by `mix`, which can be turned round: from two names a seat could work out the seed, and all dice.
        """
        place = f"{self.state.seed}.{self.line}.{len(self.events)}.{self.game.counter}"
        return f"{kind}-{sha256(place.encode()).hexdigest()[:8]}"

    def policy(self, role: str) -> Policy:
        return self.policies.get(role) or self.doctrine

    @cached_property
    def doctrine(self) -> Policy:
        return Doctrine(self.exercise)

    def adjudication(self, decisions: Decisions | None = None) -> Adjudication:
        """A pass over a copy of the state as it stands."""
        game = self.game
        take = self.state.room.take(game.turn)
        found = Adjudication(
            self.exercise,
            list(game.vector),
            self.state.seed,
            take,
            decisions or Decisions({}, {}),
            traced=self.traced,
        )
        found.told_once, found.format = set(game.once), game.format
        return found

    def settle(self, adjudication: Adjudication) -> None:
        """Let everything happen that an adjudication found."""
        for event in adjudication.events:
            self.emit(event)
        if not self.traced:
            self.game.vector = adjudication.state
