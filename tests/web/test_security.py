"""Who is let in, from where, and how much of it: at a running service."""

import http.client
import json
import socket
import stat
from pathlib import Path

import pytest

from tests.conftest import Narrate
from tests.web.serving import PATIENCE_SECONDS, Serving, form, serving


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/v1/describe"), ("POST", "/v1/speech"), ("GET", "/v1/ready"), ("GET", "/metrics")]
    + [("GET", path) for path in ("/v1/openapi.json", "/docs", "/page", "//page/main.js", "/../etc/passwd")],
)
@pytest.mark.parametrize("authorization", [None, "Bearer wrong", "Basic wrong", "Bearer", "Bearer \xff"])
def test_nothing_is_served_without_the_token(
    service: Serving, red: bytes, method: str, path: str, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    reply = service.ask(method, path, red if method == "POST" else None, headers, signed_in=False)
    assert reply.status == 401
    assert reply.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("path", ["/page/../app.py", "/page/%2e%2e/app.py", "/page/main.html", "/page/a/b"])
def test_no_path_reaches_another_file(service: Serving, path: str) -> None:
    assert service.ask("GET", path).status == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "localhost.evil.example", "", "[", "@"])
def test_a_foreign_host_name_is_refused(service: Serving, host: str) -> None:
    assert service.ask("GET", "/v1/ready", headers={"Host": host}).status in (400, 421)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1", "[::1]:8765"])
def test_names_and_addresses_of_this_machine_are_right(service: Serving, host: str) -> None:
    assert service.ask("GET", "/v1/ready", headers={"Host": host}).status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://["])
def test_a_foreign_page_is_refused_even_with_the_token(service: Serving, red: bytes, origin: str) -> None:
    reply = service.ask("POST", "/v1/describe", red, {"Origin": origin})
    assert reply.status == 403
    assert "access-control-allow-origin" not in reply.headers


def test_the_link_lets_a_browser_in_once(service: Serving, red: bytes) -> None:
    link = f"/enter?key={service.key}"
    assert service.ask("GET", "/enter?key=wrong", signed_in=False).status == 403
    entered = service.ask("GET", link, signed_in=False)
    assert (entered.status, entered.headers["location"]) == (303, "/")
    cookie = entered.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert service.token not in cookie
    session = {"Cookie": cookie.partition(";")[0]}
    assert service.ask("POST", "/v1/describe", red, session, signed_in=False).status == 200
    assert service.ask("GET", link, signed_in=False).status == 403
    assert service.ask("GET", link, headers=session, signed_in=False).status == 303
    forged = {"Cookie": session["Cookie"].replace("=", "=9", 1)}
    assert service.ask("POST", "/v1/describe", red, forged, signed_in=False).status == 401


def test_the_token_lets_a_browser_in(service: Serving) -> None:
    for token, status in (("wrong", 403), ("", 403), (service.token, 303)):
        reply = service.ask("POST", "/enter", f"token={token}".encode(), signed_in=False)
        assert reply.status == status
        assert ("set-cookie" in reply.headers) == (status == 303)
    stranger = service.ask("GET", "/", signed_in=False)
    assert b"Sign in" in stranger.body
    assert b"Choose a picture" not in stranger.body


def test_the_page_works_without_scripts(service: Serving, red: bytes) -> None:
    cookie = service.ask("POST", "/enter", f"token={service.token}".encode()).headers["set-cookie"]
    session = {"Cookie": cookie.partition(";")[0], "Origin": service.address}
    body, kind = form(("", b""), ("red.png", red))
    page = service.ask("POST", "/", body, {**session, **kind}, signed_in=False)
    assert page.status == 200
    assert service.describe(red).json["caption"][1:] in page.body.decode()
    assert b'src="data:audio/wav;base64,UklGR' in page.body
    body, kind = form(("<script>.png", b"<script>alert(1)</script>"))
    page = service.ask("POST", "/", body, {**session, **kind}, signed_in=False)
    assert page.status == 422
    assert b"not a picture" in page.body
    assert b"alert(1)" not in page.body
    assert service.ask("POST", "/", body, kind, signed_in=False).status == 401


@pytest.mark.parametrize("path", ["/", "/page/main.js", "/v1/health", "/v1/ready", "/nothing"])
def test_every_answer_has_the_headers(service: Serving, path: str) -> None:
    headers = service.ask("GET", path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


def test_the_token_file_is_its_owners_alone(service: Serving) -> None:
    assert stat.S_IMODE(service.token_file.stat().st_mode) == 0o600


def test_a_body_that_stops_coming_blocks_nobody(service: Serving, red: bytes) -> None:
    head = f"POST /v1/describe HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {service.token}\r\n"
    lines = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(50)]
    try:
        for line in lines:
            line.sendall(f"{head}Content-Length: 1000\r\n\r\nhalf".encode())
        assert service.describe(red).status == 200
        lines[0].settimeout(PATIENCE_SECONDS)
        response = http.client.HTTPResponse(lines[0])
        response.begin()
        assert response.status == 408
    finally:
        for line in lines:
            line.close()
    assert service.describe(red).status == 200


def test_a_head_that_stops_coming_is_given_up(service: Serving) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE_SECONDS) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: local")
        assert line.recv(1) == b""


def test_rubbish_ends_only_its_own_connection(service: Serving, red: bytes) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=PATIENCE_SECONDS) as line:
        line.sendall(b"\x00\xff" * 1000 + b"\r\n\r\n")
        assert line.recv(12) == b"HTTP/1.1 400"
    assert service.describe(red).status == 200


def test_beyond_this_machine_only_with_a_token_file_that_was_named(narrate: Narrate) -> None:
    done = narrate("serve", "--host", "0.0.0.0", "--port", "0")
    assert done.returncode == 2
    assert "TLS" in done.stderr
    assert done.stdout == ""


def test_a_token_file_that_others_can_read_is_refused(narrate: Narrate, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("t" * 43)
    file.chmod(0o644)
    done = narrate("serve", "--port", "0", "--token-file", file)
    assert done.returncode == 2
    assert "chmod 600" in done.stderr


def test_a_port_that_is_taken_is_named(narrate: Narrate, service: Serving) -> None:
    done = narrate("serve", "--port", str(service.port))
    assert done.returncode == 2
    assert f"port {service.port}" in done.stderr


def test_the_log_tells_of_requests_and_not_of_pictures(
    narrator_program: Path, person: Path, red: bytes
) -> None:
    with serving(narrator_program, "--log") as service:
        number = service.describe(red).headers["x-request-id"]
        service.ask("GET", f"/enter?key={service.key}", signed_in=False)
        service.process.terminate()
        lines = [
            json.loads(line) for line in service.process.communicate(timeout=PATIENCE_SECONDS)[1].splitlines()
        ]
    assert [(line["path"], line["status"]) for line in lines] == [("/v1/describe", 200), ("/enter", 303)]
    assert lines[0]["request"] == number
    assert set(lines[0]) == {"request", "client", "method", "path", "status", "seconds"}
