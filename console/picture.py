"""Draws docs/pictures/console.svg, the same every time: `python -m console.picture`."""

import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from rich.theme import Theme

from console import news, situation
from console.screen import STYLES
from engine.play.commands import Command
from engine.play.commands.declared import Entry, Orders
from engine.record.run import Run
from engine.rules.load import load
from engine.views import view
from engine.views.seen import View
from engine.words.language import Language

PAGE = Path(__file__).parents[1] / "docs" / "pictures" / "console.svg"
WIDTH, SEED, SEAT = 100, 2025, "usa"
ORDERS = ("reassure(rok)", "enforce_sanctions")
GROUND, INK, AMBER, PETROL, EDGE = (
    (11, 19, 18),
    (240, 245, 243),
    (242, 190, 69),
    (102, 202, 210),
    (255, 154, 117),
)
COLOURS = TerminalTheme(GROUND, INK, [GROUND, EDGE, INK, AMBER, PETROL, INK, PETROL, INK])
FONTS = re.compile(r"@font-face\s*{{.*?}}\s*", re.DOTALL)
"""Fonts that the drawing would fetch from the network; any font of fixed width will do."""


def moment() -> tuple[View, View]:
    """The situation of the first turn with orders to give, and the view after its rulings."""
    with TemporaryDirectory() as folder:
        run = Run.start(load("korea-2025"), Path(folder) / "run.jsonl", seed=SEED, people=[SEAT])
        while run.state.game.phase != "orders":
            press_on(run)
        before = view(run.state, SEAT)
        run.do(Command.of(Orders(orders=[Entry(order=order) for order in ORDERS]), SEAT))
        while run.state.game.phase != "report":
            press_on(run)
        return before, view(run.state, SEAT)


def press_on(run: Run) -> None:
    run.press_on()


def picture() -> str:
    """The drawing."""
    language = Language("en")
    before, after = moment()
    console = Console(
        record=True,
        width=WIDTH,
        file=io.StringIO(),
        theme=Theme(STYLES),
        force_terminal=True,
        color_system="truecolor",
    )
    console.print(situation.header(before, language), Text(""), situation.tracks(before, language), sep="\n")
    console.print(Text(""), situation.injects(before, language)[-1], sep="\n")
    console.print(
        Text("\n■ USA · orders · Enter: Seal the orders of this turn\n> seal", style="act"),
        Text(""),
        sep="\n",
    )
    drawn = [entry for entry in after["story"] if entry["kind"] == "ruling" and entry["details"].get("odds")]
    console.print(news.fact(drawn[-1], after, language))
    return console.export_svg(
        title="whitecell play",
        theme=COLOURS,
        code_format=FONTS.sub("", CONSOLE_SVG_FORMAT),
        unique_id="whitecell",
    )


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(picture(), encoding="utf-8")
