"""Control's hand on the clock and on the public news."""

import re

from rich.text import Text

from console.actions import Action
from console.hand import Hand
from engine.play.commands.declared import MOST_ITEMS, Bulletin, Clock

MINUTES = re.compile(r"([+−-]?)\s*(\d{1,3})")


def clock(hand: Hand, rest: str) -> None:
    """Minutes more for this phase, or fewer; the clock only advises."""
    typed = rest or hand.prompt.ask(hand.language.say("Minutes, such as 5 or -5"))
    match = MINUTES.fullmatch(typed.strip())
    minutes = int(match[2]) if match else 0
    sign = -1 if match and match[1] in ("-", "−") else 1
    hand.do(Clock(minutes=sign * minutes))


def bulletin(hand: Hand, rest: str) -> None:
    """The bulletin in control's own words, an item a line; none gives the automatic one back."""
    say = hand.language.say
    for item in hand.as_control["bulletin"]:
        hand.show(Text(f"· {item['text']}", style="quiet"))
    items = [rest] if rest else []
    while len(items) < MOST_ITEMS:
        typed = hand.prompt.perhaps(say("Item {number} (Enter when that is all)", number=len(items) + 1))
        if not typed:
            break
        items.append(typed)
    if (items or hand.prompt.confirm(say("Let the bulletin write itself?"))) and hand.do(
        Bulletin(items=[*items])
    ):
        hand.say("The bulletin is edited" if items else "The bulletin is automatic again")


ACTIONS = [
    Action("clock", "Give this phase more minutes, or fewer.", clock, "clock 5"),
    Action("bulletin", "Write the public news of the last turn in your own words.", bulletin),
]
