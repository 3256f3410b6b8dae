"""The service as a container starts it: the token in a variable, beyond loopback."""

from pathlib import Path

import pytest

from narrator.web.token import VARIABLE
from tests.conftest import Narrate
from tests.web.serving import serving


def test_the_token_comes_from_the_environment(
    narrator_program: Path, person: Path, red: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "t" * 43)
    with serving(narrator_program, "--host", "0.0.0.0") as service:
        assert str(service.token_file) == VARIABLE  # the line names it instead of a file
        bearer = {"Authorization": f"Bearer {'t' * 43}"}
        reply = service.ask("POST", "/v1/describe", red, bearer, signed_in=False)
        assert reply.status == 200
    assert [path for path in person.rglob("*") if path.is_file()] == []


def test_a_token_that_anybody_could_guess_is_refused(
    narrate: Narrate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "secret")
    done = narrate("serve", "--port", "0")
    assert done.returncode == 2
    assert VARIABLE in done.stderr


def test_a_token_file_that_is_named_goes_before_the_variable(
    narrator_program: Path, person: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "t" * 43)
    with serving(narrator_program, "--token-file", tmp_path / "token") as service:
        assert service.token_file == tmp_path / "token"
        assert service.ask("GET", "/v1/ready").status == 200
