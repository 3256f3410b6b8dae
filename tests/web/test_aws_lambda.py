"""The function's handler, given the events that AWS gives it."""

import asyncio
import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from narrator.captioning.captioner import Captioner
from narrator.errors import SettingsError
from narrator.web import aws_lambda
from narrator.web.token import VARIABLE
from tests.places import TINY_BUNDLE

TOKEN = "t" * 43
DOMAIN = "abcdefghij.lambda-url.eu-central-1.on.aws"


@pytest.fixture(autouse=True)
def function(person: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One that was just started."""
    monkeypatch.setenv(VARIABLE, TOKEN)
    aws_lambda._adapter.cache_clear()
    aws_lambda._service.cache_clear()
    loop = asyncio.new_event_loop()  # as the process of a function has one, for all its events
    asyncio.set_event_loop(loop)
    yield
    asyncio.set_event_loop(None)
    loop.close()
    if aws_lambda._service.cache_info().currsize:
        aws_lambda._service().close()


def event(
    method: str, path: str, body: bytes = b"", *, query: str = "", token: str = TOKEN, **headers: str
) -> dict[str, Any]:
    """Payload format 2.0, as a function URL and an HTTP API of API Gateway send it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {
            "host": DOMAIN,
            "authorization": f"Bearer {token}",
            "x-forwarded-proto": "https",
            **named,
        },
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "abcdefghij",
            "domainName": DOMAIN,
            "domainPrefix": "abcdefghij",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "test",
            },
            "requestId": "id",
            "routeKey": "$default",
            "stage": "$default",
            "time": "24/Nov/2026:18:00:00 +0000",
            "timeEpoch": 1795543200000,
        },
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


def test_a_picture_is_described(red: bytes) -> None:
    request = event("POST", "/v1/describe", red, query="seed=3", content_type="image/png")
    answer = aws_lambda.handler(request, None)
    assert answer["statusCode"] == 200
    expected = Captioner.load(str(TINY_BUNDLE), people="neutral").describe(red, seed=3)
    assert json.loads(answer["body"])["caption"] == expected.caption
    assert aws_lambda.handler(request, None)["body"]  # the second one, by the same network


def test_speech_comes_back_as_bytes() -> None:
    text = json.dumps({"text": "A dog."}).encode()
    answer = aws_lambda.handler(event("POST", "/v1/speech", text, content_type="application/json"), None)
    assert answer["isBase64Encoded"]
    assert base64.b64decode(answer["body"]).startswith(b"RIFF")


def test_a_browser_signs_in_with_the_token_and_gets_a_cookie_for_https_alone() -> None:
    answer = aws_lambda.handler(event("POST", "/enter", f"token={TOKEN}".encode()), None)
    assert answer["statusCode"] == 303
    assert "Secure" in answer["cookies"][0]


def test_strangers_are_refused(red: bytes) -> None:
    assert aws_lambda.handler(event("POST", "/v1/describe", red, token="wrong"), None)["statusCode"] == 401
    foreign = event("POST", "/v1/describe", red, origin="https://evil.example")
    assert aws_lambda.handler(foreign, None)["statusCode"] == 403


@pytest.mark.parametrize(("token", "words"), [(None, "is not set"), ("short", "holds no token")])
def test_without_a_token_it_does_not_start(
    monkeypatch: pytest.MonkeyPatch, token: str | None, words: str
) -> None:
    monkeypatch.delenv(VARIABLE)
    if token is not None:
        monkeypatch.setenv(VARIABLE, token)
    with pytest.raises(SettingsError, match=words):
        aws_lambda.handler(event("GET", "/v1/health"), None)
