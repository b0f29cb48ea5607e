"""`python -m requirements.parts FOLDER`: the parts of Whitecell as CycloneDX, beside the wheel.

What is listed is what `make` installs for playing: the versions of `play.lock` and their hashes.
"""

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from engine import __version__

HOUSE = Path(__file__).resolve().parents[1]
LOCK = HOUSE / "requirements" / "play.lock"
PINNED = re.compile(r"^([a-z0-9-]+)==([^ ;\\]+)(?: ; ([^\\]+?))? \\$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def parts(lock: str) -> list[dict[str, Any]]:
    """Every part that a lock names."""
    found: list[dict[str, Any]] = []
    for line in lock.splitlines():
        if pinned := PINNED.match(line):
            name, version, where = pinned.groups()
            address = f"pkg:pypi/{name}@{version}"
            part = {"type": "library", "bom-ref": address, "name": name, "version": version, "purl": address}
            files: list[dict[str, Any]] = []
            found.append(part | {"externalReferences": files})
            if where:
                found[-1]["properties"] = [{"name": "whitecell:where", "value": where}]
        elif given := HASH.search(line):
            files.append(
                {
                    "type": "distribution",
                    "url": f"https://pypi.org/project/{name}/{version}/#files",
                    "hashes": [{"alg": "SHA-256", "content": given[1]}],
                }
            )
    return found


def document(lock: str) -> dict[str, Any]:
    """The list of parts of this version: the same for the same lock, so without a time or a number."""
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    itself = f"pkg:pypi/{project['name']}@{__version__}"
    found = parts(lock)
    asked = {re.match(r"[A-Za-z0-9-]+", entry)[0].lower() for entry in project["dependencies"]}  # type: ignore[index]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": itself,
                "name": project["name"],
                "version": __version__,
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"]}}],
                "purl": itself,
            }
        },
        "components": found,
        "dependencies": [
            {"ref": itself, "dependsOn": [part["bom-ref"] for part in found if part["name"] in asked]}
        ],
    }


def main(folder: str) -> None:
    found = json.dumps(document(LOCK.read_text(encoding="utf-8")), indent=1, ensure_ascii=False)
    path = Path(folder) / f"whitecell-{__version__}.cdx.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{found}\n", encoding="utf-8")
    print(f"Written: {path}")


if __name__ == "__main__":
    main(*sys.argv[1:])
