"""What was taken over from others is what it says it is."""

import re
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "web" / "static" / "vendor"


def test_every_file_has_the_hash_that_is_written_down() -> None:
    listed = dict(re.findall(r"\| (\S+\.js) \| ([0-9a-f]{64}) \|", (FOLDER / "VENDORED.md").read_text()))
    present = {str(path.relative_to(FOLDER)): path for path in FOLDER.rglob("*.js")}
    assert listed.keys() == present.keys()
    for name, path in present.items():
        assert sha256(path.read_bytes()).hexdigest() == listed[name]
        assert (path.parent / "LICENSE").is_file(), f"{name} comes without its licence"
