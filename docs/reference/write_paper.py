"""`python -m docs.reference.write_paper`: the colours of pictures on paper, from the tokens of the pages.

Programs that turn a picture into dots know no CSS variables, and a report stands alone: both get the rules of
the pages' pictures with the light tokens put in.
"""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "web" / "static"
SHEET = ROOT / "engine" / "pictures" / "paper.css"
HEAD = "/* Written by `make reference` from tokens.css and pictures.css of the pages; change those. */\n"


def tokens() -> dict[str, str]:
    """Every token with its light value."""
    text = (STATIC / "tokens.css").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", text):
        light = re.fullmatch(r"light-dark\(([^,]+),[^)]*\)", value.strip())
        found.setdefault(name, light[1] if light else value.strip())
    return found


def sheet() -> str:
    """The rules that colour a picture."""
    known = tokens()
    text = re.sub(r"/\*.*?\*/", "", (STATIC / "pictures.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    rules = re.findall(r"(\.picture[^{}@]*)\{([^{}]*)\}", text)
    kept = [
        (selector.strip(), re.sub(r"var\(--([\w-]+)\)", lambda name: known[name[1]], body.strip()))
        for selector, body in rules
        if re.search(r"fill|stroke|font", body) and "transition" not in body
    ]
    return HEAD + "".join(f"{selector} {{ {body} }}\n" for selector, body in kept)


def main() -> None:
    SHEET.write_text(sheet(), encoding="utf-8")
    print(f"Written: {SHEET.name}")


if __name__ == "__main__":
    main()
