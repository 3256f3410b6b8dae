"""`narrator serve` as a person starts it, and a client that speaks plain HTTP to it."""

import http.client
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, kw_only=True)
class Serving:
    """A service in a process of its own."""

    process: subprocess.Popen[str]
    port: int
    key: str
    token_file: Path

    @property
    def token(self) -> str:
        return self.token_file.read_text().strip()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        signed_in: bool = True,
    ) -> Reply:
        """Send one request; with the token, unless told otherwise."""
        bearer = {"Authorization": f"Bearer {self.token}"} if signed_in else {}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)) as line:
            line.request(method, path, body, {**bearer, **(headers or {})})
            response = line.getresponse()
            return Reply(
                status=response.status,
                headers={name.lower(): value for name, value in response.getheaders()},
                body=response.read(),
            )

    def describe(self, picture: bytes, options: str = "") -> Reply:
        return self.ask("POST", f"/v1/describe{options}", picture, {"Content-Type": "image/png"})


@contextmanager
def serving(
    program: Path,
    *arguments: str | Path,
    files: int | None = None,
    limits: Mapping[str, float] | None = None,
) -> Iterator[Serving]:
    """A service that listens already; what it printed names address, key and token file.

    It may open so many `files`, or as many as these tests; `limits` are those that are other than usual.
    """
    limited = ["prlimit", f"--nofile={files}", "--"] if files else []
    impatient = [sys.executable, "-m", "tests.web.impatient", json.dumps(limits)]
    process = subprocess.Popen(
        [*limited, *(impatient if limits else [program]), "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stderr
    try:
        line = process.stdout.readline()
        found = re.fullmatch(
            r"Open http://[\d.]+:(\d+)/enter\?key=(\S+) once; programs use .* and the token in (.*)\.\n", line
        )
        if not found:
            process.terminate()
            raise AssertionError(line + process.communicate(timeout=PATIENCE_SECONDS)[1])
        yield Serving(process=process, port=int(found[1]), key=found[2], token_file=Path(found[3]))
        if process.poll() is None:
            process.terminate()
            assert process.communicate(timeout=PATIENCE_SECONDS)[1] == ""
        assert process.returncode == 128 + signal.SIGTERM
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate(timeout=PATIENCE_SECONDS)


def form(*files: tuple[str, bytes]) -> tuple[bytes, dict[str, str]]:
    """A form with files named `picture`, as a browser sends it: the body and its header."""
    boundary = "narrator-test-boundary"
    parts = [
        b'--%b\r\nContent-Disposition: form-data; name="picture"; filename="%b"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n%b\r\n" % (boundary.encode(), name.encode(), data)
        for name, data in files
    ]
    body = b"".join([*parts, b"--%b--\r\n" % boundary.encode()])
    return body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}
