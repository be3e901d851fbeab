"""Where the exported page goes: a directory, or a bucket that speaks S3."""

import contextlib
import datetime as dt
import hashlib
import hmac
import os
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit

TIMEOUT = 10
READABLE = 0o644
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".atom": "application/atom+xml; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


class StoreError(Exception):
    """A file could not be written; says why."""


class Store(Protocol):
    """Takes files; a file is there as a whole or as it was."""

    def put(self, name: str, content: bytes) -> None:
        """Write a file. Raises StoreError."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A directory that a web server serves."""

    path: Path

    def put(self, name: str, content: bytes) -> None:
        target = self.path / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Renamed into place: nobody ever reads half a page.
            handle, draft = tempfile.mkstemp(dir=target.parent, prefix=".draft-")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(draft).chmod(READABLE)
            Path(draft).replace(target)
        except OSError as error:
            with contextlib.suppress(OSError, UnboundLocalError):
                Path(draft).unlink()
            raise StoreError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket of Amazon's S3 or of a server that speaks like it.

    Requests are signed by Signature Version 4; addresses are path-style, which every
    server understands.
    """

    endpoint: str
    bucket: str
    prefix: str
    region: str
    key: str
    secret: str

    def put(self, name: str, content: bytes) -> None:
        url = urlsplit(self.endpoint)
        kinds = {"http": HTTPConnection, "https": HTTPSConnection}
        path = quote(
            "/".join(part for part in (self.bucket, self.prefix, name) if part)
        )
        headers = {
            "Content-Type": TYPES.get(Path(name).suffix, "application/octet-stream"),
            "Cache-Control": cached(name),
        }
        now = dt.datetime.now(dt.UTC)
        headers |= self._signed(url.netloc, f"/{path}", content, now)
        connect = kinds[url.scheme]
        line = connect(url.hostname or "", url.port, timeout=TIMEOUT)
        try:
            with closing(line):
                line.request("PUT", f"/{path}", body=content, headers=headers)
                answer = line.getresponse()
                answer.read()
        except (OSError, HTTPException) as error:
            raise StoreError(f"{self.endpoint}: {error}") from error
        if answer.status != 200:  # noqa: PLR2004 -- the only status that says “done”
            raise StoreError(f"{self.endpoint} answers {answer.status} to {name}")

    def _signed(
        self, host: str, path: str, content: bytes, now: dt.datetime
    ) -> Mapping[str, str]:
        headers = {
            "host": host,
            "x-amz-content-sha256": hashlib.sha256(content).hexdigest(),
            "x-amz-date": f"{now:%Y%m%dT%H%M%SZ}",
        }
        scope = f"{now:%Y%m%d}/{self.region}/s3/aws4_request"
        signature = sign(path, headers, scope, self.secret)
        return headers | {
            "Authorization": (
                f"AWS4-HMAC-SHA256 Credential={self.key}/{scope}, "
                f"SignedHeaders={';'.join(headers)}, Signature={signature}"
            )
        }


def sign(path: str, headers: Mapping[str, str], scope: str, secret: str) -> str:
    """The signature of a PUT without parameters; `headers` in the order of names."""
    canonical = "\n".join(
        [
            "PUT",
            path,
            "",
            *(f"{name}:{value}" for name, value in headers.items()),
            "",
            ";".join(headers),
            headers["x-amz-content-sha256"],
        ]
    )
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = "\n".join(["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, digest])
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


def cached(name: str) -> str:
    """Pages are new every minute; what they are drawn with stays for a day."""
    return "max-age=86400" if name.startswith("assets/") else "max-age=30"
