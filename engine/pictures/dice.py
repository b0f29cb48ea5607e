"""Dice as they fell."""

from collections.abc import Sequence

from markupsafe import Markup

from engine.pictures.svg import box, disc, group, picture
from engine.words.language import Language

SPOTS: dict[int, list[tuple[float, float]]] = {
    1: [(13, 13)],
    2: [(7.5, 18.5), (18.5, 7.5)],
    3: [(7.5, 18.5), (13, 13), (18.5, 7.5)],
    4: [(7.5, 7.5), (18.5, 7.5), (7.5, 18.5), (18.5, 18.5)],
    5: [(7.5, 7.5), (18.5, 7.5), (13, 13), (7.5, 18.5), (18.5, 18.5)],
    6: [(7.5, 6.8), (7.5, 13), (7.5, 19.2), (18.5, 6.8), (18.5, 13), (18.5, 19.2)],
}
"""Per face, in a box of 26."""


def die(face: int, size: float = 26, label: str = "") -> Markup:
    """One die, an ornament unless it is given words."""
    return picture(size, size, label, face_of(face), class_="die", box="0 0 26 26")


def dice(faces: Sequence[int], language: Language, size: float = 26) -> Markup:
    """Dice side by side, with what they show in words."""
    if not faces:
        return Markup("")
    step = 31
    drawn = [
        group([face_of(face)], transform=f"translate({index * step} 0)") for index, face in enumerate(faces)
    ]
    units = step * len(faces) - 5
    label = language.say("dice: {faces}", faces=", ".join(str(face) for face in faces))
    return picture(units * size / 26, size, label, *drawn, class_="dice", box=f"0 0 {units} 26")


def face_of(face: int) -> Markup:
    frame = box(1, 1, 24, 24, "fill-surface stroke-ink", rx=4.5, stroke_width=1.6)
    return group([frame, *(disc(x, y, 2.3, "fill-ink") for x, y in SPOTS.get(face, []))])
