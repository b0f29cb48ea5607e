"""A hall of runs, the application over it, and the browsers and programs that ask it."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket as Bucket_
from jinja2.bccache import BytecodeCache
from werkzeug.test import TestResponse

from engine.record.run import Run
from engine.rules.exercise import Exercise
from engine.rules.load import load
from web.addresses import Addresses, Place
from web.app import create_app
from web.open_run import OpenRun
from web.runs import Bucket, Runs

SECRET = re.compile(rb'name="secret" value="(\w+)"')
ENDLESS = Bucket(10**9, 10**9)


@cache
def loaded(exercise: str) -> Exercise:
    """An exercise, read once."""
    return load(exercise)


class Compiled(BytecodeCache):
    """Templates that were compiled for an earlier application."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket_) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket_) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


class Company:
    """Everybody around one server. Nothing here is held to a pace unless a test asks for it."""

    def __init__(self, folder: Path, place: Place | None = None, streams: int = 8, **more: Any) -> None:
        self.runs = Runs(folder)
        self.addresses = Addresses(place, folder, **more)
        self.app: Flask = create_app(self.runs, self.addresses, streams)
        self.app.testing = True
        self.app.jinja_env.bytecode_cache = COMPILED
        self.app.extensions |= dict.fromkeys(("mistakes", "tries", "pace", "work", "making"), ENDLESS)

    def start(self, exercise: str = "korea-2025", people: tuple[str, ...] = (), **more: Any) -> OpenRun:
        """A new run."""
        path = self.runs.free(exercise)
        run = Run.start(loaded(exercise), path, people=["control", *people], **more)
        return self.serve(path.stem, run)

    def serve(self, name: str, run: Any) -> OpenRun:
        """A run that stands elsewhere, under a name."""
        return self.runs._served(name, run)

    def browser(self, **more: Any) -> "Browser":
        return Browser(self, self.app.test_client(**more))

    def host(self) -> "Browser":
        """The browser that the server opened."""
        found = self.browser()
        found.get(f"/open/{self.runs.host.link()}")
        return found

    def seated(self, run: str, *seats: str) -> "Browser":
        """A browser that took these seats by their links."""
        found = self.browser()
        found.get("/join")
        for seat in seats:
            found.claim(self.runs.seats(run).link(seat))
        return found

    def token(self, run: str, seat: str) -> str:
        return self.runs.seats(run).token(seat)

    @property
    def host_token(self) -> str:
        return self.runs.host.token()

    def ask(self, method: str, path: str, token: str = "", **more: Any) -> TestResponse:
        """A question to the API, of a program without cookies."""
        headers = {**more.pop("headers", {}), **({"Authorization": f"Bearer {token}"} if token else {})}
        client = self.app.test_client(use_cookies=False)
        return client.open(f"/api/v1{path}", method=method, headers=headers, **more)


class Browser:
    """One browser with its cookies."""

    def __init__(self, company: Company, client: FlaskClient) -> None:
        self.company, self.client = company, client

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **{"buffered": True, **more})

    def post(self, path: str, fields: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """A form sent from a page of this site; its secret is put in where the test gives none."""
        sent = {"secret": self.secret, **(fields or {})}
        return self.client.post(path, data=sent, **more)

    def takes(self, secret: str) -> bool:
        """Whether a form with this secret is one of this browser's."""
        return self.client.post("/language", data={"secret": secret, "back": "/join"}).status_code == 303

    @property
    def secret(self) -> str:
        """The secret of this browser's forms, as a page holds it."""
        found = SECRET.search(self.get("/join").data)
        assert found
        return found[1].decode()

    def claim(self, link: str, name: str = "") -> TestResponse:
        return self.post(f"/join/{link}", {"name": name})

    def do(self, run: str, seat: str, command: str, **fields: Any) -> TestResponse:
        """A command as a form of a seat's page."""
        sent = {"command": command, "form": command, "once": f"once-{command}", **fields}
        return self.post(f"/run/{run}/{seat}/do", sent)


def lines(open_run: OpenRun) -> int:
    """How many lines the log of a run has."""
    run: Run = open_run.run
    return len(run.log.lines)


def everybody(company: Company, open_run: OpenRun) -> list[tuple[Browser, str]]:
    """A browser of each kind, with the page it begins at."""
    run = open_run.name
    return [
        (company.host(), "/"),
        (company.host(), f"/run/{run}/control"),
        (company.seated(run, open_run.roles[0]), f"/run/{run}/{open_run.roles[0]}"),
        (company.seated(run, open_run.roles[-1]), f"/run/{run}/{open_run.roles[-1]}"),
        (company.seated(run, "public"), f"/run/{run}/public"),
        (company.browser(), "/join"),
        (company.browser(), f"/join/{company.runs.seats(run).link(open_run.roles[1])}"),
    ]
