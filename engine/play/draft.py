"""A draft: events as they are decided, each folded into the state at once."""

from hashlib import sha256

from engine.play.adjudicate import Adjudication
from engine.play.doctrine import Doctrine, Policy
from engine.play.events import Event
from engine.play.fold import GAME, fold
from engine.play.state import State
from engine.play.work import Decisions


class Draft:
    """Events as they are decided, each folded into the state at once.

    Untraced, only what moves the game is told, and nothing is kept for views.
    """

    def __init__(
        self, state: State, line: int = 0, policies: dict[str, Policy] | None = None, *, traced: bool = True
    ) -> None:
        self.state, self.line, self.traced = state, line, traced
        self.game, self.exercise = state.game, state.exercise
        self.events: list[Event] = []
        self.doctrine: Policy = Doctrine(state.exercise)
        self.policies = policies or {}

    def emit(self, event: Event) -> None:
        """Let an event happen."""
        if self.traced:
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
        return self.policies.get(role, self.doctrine)

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
        found.told_once = set(game.once)
        return found

    def settle(self, adjudication: Adjudication) -> None:
        """Let everything happen that an adjudication found."""
        for event in adjudication.events:
            self.emit(event)
        if not self.traced:
            self.game.vector = adjudication.state
