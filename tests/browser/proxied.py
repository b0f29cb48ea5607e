"""Real proxies in front of a server, set up by the files in docs/network, with certificates of their own."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.conftest import NEEDED, free_port

FILES = Path(__file__).parents[2] / "docs" / "network"
NAME = "wargame.localhost"
"""A name that browsers take for this machine without asking anybody."""
PROGRAMS = {
    "nginx": shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin"),
    "caddy": shutil.which("caddy"),
}
WRAPPED = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log {folder}/asked.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""
"""What Debian's own nginx.conf would be around a site, for somebody who may write to one folder alone."""
GLOBAL = "{{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system {folder}/caddy\n}}\n{site}"


def program(name: str) -> str:
    """The path of a proxy; without it a test is skipped, or fails where it must run."""
    found = PROGRAMS[name]
    if not found and not NEEDED:
        pytest.skip(f"no {name} on this machine (Debian: apt-get install {name})")
    assert found, f"WHITECELL_BROWSER=required, and there is no {name}"
    return found


def certificate(folder: Path) -> None:
    """A certificate that nobody has signed but itself."""
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    made += ["-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    made += ["-keyout", str(folder / "wargame.key"), "-out", str(folder / "wargame.pem")]
    subprocess.run(made, check=True, capture_output=True)


class Front:
    """One proxy before one server: the file it is set up by, changed only in name, ports and places."""

    def __init__(self, kind: str, file: str, folder: Path, upstream: int) -> None:
        self.kind, self.folder, self.upstream, self.port = kind, folder, upstream, free_port()
        self.site = (FILES / file).read_text(encoding="utf-8")
        self.path = "/ttx" if "path" in file else ""

    @property
    def address(self) -> str:
        return f"https://{NAME}:{self.port}{self.path}"

    @property
    def asked_in(self) -> Path:
        """Where it writes down what it was asked, each request as it ends."""
        return self.folder / "asked.log"

    def change(self, line: str, by: str) -> None:
        """Another line than the documented one; it must stand there."""
        assert line in self.site
        self.site = self.site.replace(line, by)

    def command(self) -> list[str]:
        """How it is started, with its files written."""
        self.change("127.0.0.1:8025", f"127.0.0.1:{self.upstream}")
        self.change("/etc/ssl/", f"{self.folder}/")
        if self.kind == "nginx":
            self.change("listen 443", f"listen 127.0.0.1:{self.port}")
            self.change("wargame.example.org;", f"{NAME};")
            written, around = self.folder / "nginx.conf", WRAPPED
        else:
            log = f"log {{\n\t\toutput file {self.asked_in}\n\t}}"
            self.change("wargame.example.org {", f"{NAME}:{self.port} {{\n\t{log}")
            written, around = self.folder / "Caddyfile", GLOBAL
        written.write_text(around.format(folder=self.folder, site=self.site), encoding="utf-8")
        if self.kind == "nginx":
            return [program("nginx"), "-p", str(self.folder), "-c", str(written)]
        return [program("caddy"), "run", "--config", str(written), "--adapter", "caddyfile"]

    @contextmanager
    def running(self) -> Iterator["Front"]:
        """Let it run, from when it answers."""
        certificate(self.folder)
        with (self.folder / "proxy.log").open("w") as log:
            process = subprocess.Popen(self.command(), stdout=log, stderr=log, env={"HOME": str(self.folder)})
        try:
            self.wait(process)
            yield self
        finally:
            process.terminate()
            process.wait()

    def wait(self, process: subprocess.Popen[bytes]) -> None:
        """Until it listens."""
        for _ in range(200):
            assert process.poll() is None, (self.folder / "proxy.log").read_text()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError((self.folder / "proxy.log").read_text())
