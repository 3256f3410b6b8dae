"""Sessions, the link and the token: how each of them ends."""

from pathlib import Path

import pytest

from narrator.errors import SettingsError
from narrator.web.access import Access
from narrator.web.latest import Latest
from narrator.web.sessions import Sessions
from narrator.web.token import VARIABLE, read_token, token_from
from tests.conftest import Narrate
from tests.web.serving import Serving, serving


def session_of(service: Serving) -> dict[str, str]:
    """The cookie of a browser that has just signed in."""
    entered = service.ask("POST", "/enter", f"token={service.token}".encode(), signed_in=False)
    return {"Cookie": entered.headers["set-cookie"].partition(";")[0]}


def is_in(service: Serving, session: dict[str, str]) -> bool:
    return service.ask("GET", "/v1/ready", headers=session, signed_in=False).status == 200


@pytest.mark.parametrize("way", [("POST", "/leave", 303), ("DELETE", "/v1/session", 204)])
def test_who_signs_out_takes_only_the_own_session_away(service: Serving, way: tuple[str, str, int]) -> None:
    method, path, status = way
    own, other = session_of(service), session_of(service)
    left = service.ask(method, path, headers=own, signed_in=False)
    assert left.status == status
    assert "Max-Age=0" in left.headers["set-cookie"]
    assert not is_in(service, own)
    assert is_in(service, other)


def test_a_stranger_signs_nobody_out(service: Serving) -> None:
    own = session_of(service)
    forged = {"Cookie": own["Cookie"][:-1] + ("a" if own["Cookie"][-1] != "a" else "b")}
    assert service.ask("DELETE", "/v1/session", headers=forged, signed_in=False).status == 401
    assert service.ask("POST", "/leave", headers=forged, signed_in=False).status == 303
    foreign = {**own, "Origin": "https://evil.example"}
    assert service.ask("POST", "/leave", headers=foreign, signed_in=False).status == 403
    assert is_in(service, own)


def test_who_signed_out_stays_out_over_a_restart(narrator_program: Path, person: Path) -> None:
    with serving(narrator_program) as service:
        ended, kept = session_of(service), session_of(service)
        service.ask("POST", "/leave", headers=ended, signed_in=False)
        written = service.token_file.with_name("web-token.ended")
        assert written.stat().st_mode & 0o077 == 0
    with serving(narrator_program) as service:
        assert not is_in(service, ended)
        assert is_in(service, kept)


def test_a_new_token_ends_all_that_the_old_one_gave(narrator_program: Path, person: Path) -> None:
    with serving(narrator_program) as service:
        session, old = session_of(service), service.token
        service.token_file.with_name("web-token.ended").write_text("rubbish")
    with serving(narrator_program, "--new-token") as service:
        assert service.token != old
        assert not is_in(service, session)
        bearer = {"Authorization": f"Bearer {old}"}
        assert service.ask("GET", "/v1/ready", headers=bearer, signed_in=False).status == 401
        assert service.ask("GET", "/v1/ready").status == 200


def test_services_with_one_token_file_know_what_ended_at_the_other(
    narrator_program: Path, person: Path
) -> None:
    with serving(narrator_program) as one, serving(narrator_program) as other:
        sessions = [session_of(one), session_of(other), session_of(one)]
        assert all(is_in(service, session) for service in (one, other) for session in sessions)
        one.ask("POST", "/leave", headers=sessions[0], signed_in=False)
        other.ask("POST", "/leave", headers=sessions[1], signed_in=False)
        for service in (one, other):
            assert [is_in(service, session) for session in sessions] == [False, False, True]
        assert len(one.token_file.with_name("web-token.ended").read_text().splitlines()) == 2


def test_a_new_token_holds_for_a_service_at_another_port_too(narrator_program: Path, person: Path) -> None:
    with serving(narrator_program) as one:
        session, old = session_of(one), {"Authorization": f"Bearer {one.token}"}
        with serving(narrator_program, "--new-token") as other:
            assert not is_in(one, session)
            assert not is_in(one, old)
            assert one.ask("GET", f"/enter?key={one.key}", signed_in=False).status == 403
            assert one.ask("GET", "/v1/ready").status == 200
            assert is_in(other, session_of(one))


def test_a_token_file_that_is_damaged_meanwhile_changes_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "token"
    token = token_from(file)
    latest = Latest(file, read_token)
    file.write_text("short")
    assert latest.now() == latest.now() == token
    file.unlink()
    assert latest.now() == token
    assert len(caplog.records) == 2
    renewed = token_from(file)
    assert latest.now() == renewed != token


def test_beside_a_service_that_runs_there_is_no_new_token(narrate: Narrate, service: Serving) -> None:
    old = service.token
    arguments = ("--port", str(service.port), "--token-file", service.token_file, "--new-token")
    done = narrate("serve", *arguments)
    assert done.returncode == 2
    assert f"port {service.port}" in done.stderr
    assert service.token == old


def test_a_service_that_cannot_start_makes_no_new_token(narrate: Narrate, service: Serving) -> None:
    old = service.token
    arguments = ("--port", "0", "--token-file", service.token_file, "--new-token", "--voice", "nobody-here")
    done = narrate("serve", *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "no voice called nobody-here" in done.stderr
    assert service.token == old


def test_a_token_that_a_variable_holds_is_not_made_anew(
    narrate: Narrate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "t" * 43)
    done = narrate("serve", "--port", "0", "--new-token")
    assert done.returncode == 2
    assert VARIABLE in done.stderr


def test_a_token_file_in_no_folder_makes_none(narrate: Narrate, tmp_path: Path) -> None:
    done = narrate("serve", "--port", "0", "--token-file", tmp_path / "nowhere" / "token")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "--token-file" in done.stderr
    assert not (tmp_path / "nowhere").exists()


def test_the_link_ends() -> None:
    now = 0.0
    access = Access(lambda: "t" * 43, link_seconds=60, clock=lambda: now)
    late = Access(lambda: "t" * 43, link_seconds=60, clock=lambda: now)
    now = 59.0
    assert access.use_key(access.key or "")
    now = 60.0
    assert not late.use_key(late.key or "")


def test_what_ended_is_forgotten_once_it_would_have_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, file = token_from(tmp_path / "token"), tmp_path / "ended"
    sessions = Sessions(lambda: token, file)
    sessions.end(sessions.new())
    assert len(file.read_text().splitlines()) == 1
    monkeypatch.setattr("narrator.web.sessions.time", lambda: 10.0**10)
    later = Sessions(lambda: token, file)
    later.end(later.new())
    assert len(file.read_text().splitlines()) == 1


def test_a_damaged_file_of_ended_sessions_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ended").write_text("rubbish\n")
    with pytest.raises(SettingsError, match="--new-token"):
        Sessions(lambda: "t" * 43, tmp_path / "ended")
