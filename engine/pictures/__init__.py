"""Pictures drawn on the server as SVG: pure functions of plain data, in the language they are given."""

from engine.pictures import (
    bars,
    codes,
    courses,
    courses_of_odds,
    dice,
    fans,
    ladders,
    ledger,
    marks,
    odds,
    pairs,
    relations,
    slider,
    tracks,
)
from engine.pictures.kept import Drawn, Gallery

DRAWN: dict[str, Drawn] = {
    "defs": marks.defs,
    "mark": marks.mark,
    "marks_of": marks.marks_of,
    "logo": marks.logo,
    "swatch": marks.swatch,
    "gauge": tracks.gauge,
    "line_so_far": tracks.line_so_far,
    "change": tracks.change,
    "shown": tracks.shown,
    "odds_bar": odds.odds_bar,
    "odds_list": odds.odds_list,
    "odds_sentence": odds.sentence,
    "roll_words": odds.roll_words,
    "dice_words": odds.dice_words,
    "relations_map": relations.relations_map,
    "relations_table": relations.relations_table,
    "legend": relations.legend,
    "dice": dice.dice,
    "die": dice.die,
    "capital": bars.capital,
    "month_ticks": bars.month_ticks,
    "shares": bars.shares,
    "qr": codes.qr,
    "slider": slider.slider,
    "slider_sign": slider.sign,
    "course": courses.course,
    "odds_course": courses_of_odds.odds_course,
    "ending_bar": courses_of_odds.ending_bar,
    "fan": fans.fan,
    "share_bar": fans.share_bar,
    "score_bar": fans.score_bar,
    "difference_bar": fans.difference_bar,
    "paired_sheet": pairs.paired_sheet,
    "turn_cells": ledger.turn_cells,
    "chosen": ledger.chosen,
    "swing": ledger.swing,
    "part_of": ledger.part_of,
    "odds_ladder_bar": ladders.odds_ladder_bar,
    "odds_key": ladders.odds_key,
    "odds_sample": ladders.sample,
}
"""What every page template may draw with."""
MAP = ("map", "roles", "tracks")
"""All that the pictures of the relations read of a view."""
READ: dict[str, tuple[str, ...]] = {"relations_map": MAP, "legend": MAP}
KEPT = (
    "mark",
    "gauge",
    "line_so_far",
    "change",
    "odds_bar",
    "odds_list",
    "odds_sentence",
    "relations_map",
    "legend",
    "dice",
    "die",
    "capital",
    "month_ticks",
    "shares",
    "qr",
    "course",
    "turn_cells",
    "swing",
    "odds_ladder_bar",
)
"""Those that cost more to draw than to be found again; all are of text alone."""
GALLERY = Gallery()
PICTURES = DRAWN | {name: GALLERY.keeping(name, DRAWN[name], *READ.get(name, ())) for name in KEPT}
"""The same as `pictures` of the templates: each drawn once for all who look."""
