"""`python -m bench.room_server FOLDER`: the server that is measured, and a page that is only a string."""

import sys
from pathlib import Path
from threading import Event, Thread

from flask import Flask, request
from waitress import create_server

from web.app import create_app
from web.runs import Runs
from web.serve import RESERVE, STREAMS, server_settings


def add_ready(app: Flask) -> None:
    """A page of any size that costs nothing to make."""
    texts: dict[int, str] = {}

    @app.get("/ready")
    def ready() -> str:
        size = int(request.args["size"])
        return texts.setdefault(size, "x" * size)


def main(folder: str) -> None:
    runs = Runs(Path(folder))
    app = create_app(runs, None, STREAMS)
    add_ready(app)
    server = create_server(app, host="127.0.0.1", port=0, **server_settings(STREAMS, RESERVE))
    Thread(target=runs.watch, args=(Event(),), daemon=True).start()
    print(server.effective_port, runs.host.link(), flush=True)
    server.run()


if __name__ == "__main__":
    main(sys.argv[1])
