"""`python -m bench.room_server FOLDER`: the server that is measured, and pages that it is measured beside."""

import signal
import sys
from pathlib import Path
from threading import Event, Thread
from time import process_time

from flask import Flask, render_template, request

from web.app import create_app
from web.connections import create_server
from web.limits import RESERVE, STREAMS
from web.live import Streams
from web.rendering import compile_templates
from web.runs import Runs
from web.serve import server_settings


def add_ready(app: Flask) -> None:
    """A page of any size that costs nothing to make."""
    texts: dict[int, str] = {}

    @app.get("/ready")
    def ready() -> str:
        size = int(request.args["size"])
        return texts.setdefault(size, "x" * size)


def add_empty(app: Flask) -> None:
    """A page of a template with nothing in it."""
    template = app.jinja_env.from_string("<!doctype html><title>{{ language.code }}</title>")
    app.add_url_rule("/empty", "empty", lambda: render_template(template))


def add_spent(app: Flask) -> None:
    """Seconds of processor time that the server has used."""
    app.add_url_rule("/spent", "spent", lambda: str(process_time()))


def main(folder: str) -> None:
    runs = Runs(Path(folder))
    app = create_app(runs, None, STREAMS)
    app.extensions["streams"] = Streams(STREAMS, STREAMS, STREAMS)  # one browser holds them all here
    add_ready(app)
    add_empty(app)
    add_spent(app)
    server = create_server(app, host="127.0.0.1", port=0, **server_settings(STREAMS, RESERVE))
    Thread(target=runs.watch, args=(Event(),), daemon=True).start()
    compile_templates(app)  # as it is a moment after its start
    print(server.effective_port, runs.host.link(), flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        server.run()
    finally:
        runs.beside.close()


if __name__ == "__main__":
    main(sys.argv[1])
