"""The host's key: whoever holds it may list the runs, begin them, and be control. It can be drawn anew."""

import hmac
import secrets
from hashlib import sha256
from pathlib import Path

from itsdangerous import BadData, URLSafeSerializer

from engine.record.private import version_of, write_private


class HostKey:
    """The host's key of one folder of runs: as an address, as a browser's proof, and as an API token."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._first = hmac.new(key, b"host", sha256).hexdigest()[:32]
        self._link = URLSafeSerializer(key, salt="host")
        self._token = URLSafeSerializer(key, salt="host-api")
        self._known = ("", self._first)
        """The version of the file, and what was read of it; without a file it is the first secret."""

    @property
    def secret(self) -> str:
        """What a browser holds that is the host's; another server of the same folder may have renewed it."""
        version, known = version_of(self.path), self._known
        if version != known[0]:
            known = self._known = version, self._read()
        return known[1]

    def _read(self) -> str:
        try:
            return self.path.read_text(encoding="ascii").strip() or self._first
        except (OSError, ValueError):
            return self._first

    def is_secret(self, proof: str) -> bool:
        return secrets.compare_digest(proof.encode(), self.secret.encode())

    def link(self) -> str:
        """What stands behind `/open/` in the address that makes a browser the host's."""
        return str(self._link.dumps(self.secret))

    def is_link(self, link: str) -> bool:
        return self._proves(self._link, link)

    def token(self) -> str:
        """The token of the host for the API: it lists runs, starts them, and gives out control's tokens."""
        return str(self._token.dumps(self.secret))

    def is_token(self, token: str) -> bool:
        return self._proves(self._token, token)

    def _proves(self, serializer: URLSafeSerializer, sent: str) -> bool:
        try:
            return self.is_secret(str(serializer.loads(sent)))
        except (BadData, ValueError, TypeError):
            return False

    def renew(self) -> None:
        """Draw the key anew: addresses, browsers and tokens of the host from before are worthless. Links,
        codes and tokens of seats stand.
        """
        write_private(self.path, secrets.token_hex(16).encode())
