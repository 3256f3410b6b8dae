"""The API at a running service."""

import io
import json
import wave
from concurrent.futures import ThreadPoolExecutor

import av
import numpy as np
import pytest
from PIL import Image

from narrator.captioning.captioner import Captioner
from narrator.description import shares
from narrator.phrasing import alternatives, sentence
from narrator.web.api import OPTIONS
from tests.drawings import encoded, every_format, tinted
from tests.picture.written.made import alternatives as in_languages
from tests.picture.written.made import xmp
from tests.places import TINY_BUNDLE
from tests.web.serving import Serving, form


def seconds_of(wav: bytes) -> float:
    with wave.open(io.BytesIO(wav)) as file:
        return float(file.getnframes() / file.getframerate())


def test_a_description_is_the_captioners_own(service: Serving, red: bytes) -> None:
    expected = Captioner.load(str(TINY_BUNDLE)).describe(red, samples=5, seed=3)
    answer = service.describe(red, "?samples=5&seed=3").json
    assert answer["caption"] == expected.caption
    assert answer["spoken"] == sentence(expected)
    assert answer["size"] == [270, 180]
    assert [each["caption"] for each in answer["candidates"]] == [
        each.caption for each in expected.candidates
    ]
    assert [each["share"] for each in answer["candidates"]] == pytest.approx(shares(expected.candidates))
    assert service.describe(red, "?samples=5&seed=3&all=true").json["spoken"] == alternatives(expected)
    assert expected.agreement
    assert answer["agreement"]["sentence"] == expected.agreement.sentence
    assert (answer["kind"], answer["colours"]) == ("photo", list(expected.colours))
    full = service.describe(red, "?verbosity=full&samples=5&seed=3").json["spoken"]
    assert full.endswith(f"{expected.agreement.sentence} 270 by 180 pixels.")


def test_where_there_is_no_scene_none_is_claimed(service: Serving) -> None:
    blank = encoded(Image.new("RGB", (64, 48), "red"), "PNG")
    for options in ("", "?all=true"):
        answer = service.describe(blank, options).json
        assert (answer["kind"], answer["caption"], answer["log_prob"]) == ("blank", None, None)
        assert (answer["candidates"], answer["readings"], answer["agreement"]) == ([], [], None)
        assert answer["spoken"] == "A blank picture, all red."


def test_of_words_in_several_languages_the_clients_is_answered(service: Serving) -> None:
    block = xmp(in_languages("dc:description", {"en-GB": "A dog", "de-AT": "Ein Hund"}))
    file = encoded(tinted("red"), "JPEG", xmp=block)
    headers = {"Content-Type": "image/jpeg", "Accept-Language": "fr, de;q=0.8, en;q=0.2"}
    answer = service.ask("POST", "/v1/describe", file, headers).json
    assert answer["written"] == {"text": "Ein Hund", "by": "person", "language": "de-AT"}
    assert answer["spoken"].startswith("Described by its author: Ein Hund.")


def test_a_form_and_a_raw_body_are_the_same(service: Serving, red: bytes) -> None:
    body, headers = form(("", b""), ("red.png", red))  # as the page sends it when one of two fields is used
    reply = service.ask("POST", "/v1/describe?seed=1", body, headers)
    assert reply.status == 200
    assert reply.json["candidates"] == service.describe(red, "?seed=1").json["candidates"]


@pytest.mark.parametrize("kind", every_format(tinted("red")))
def test_every_format_is_seen_by_its_content(service: Serving, kind: str) -> None:
    picture = every_format(tinted("red"))[kind]
    reply = service.ask("POST", "/v1/describe", picture, {"Content-Type": "text/plain"})
    assert reply.status == 200
    assert reply.json["caption"]


@pytest.mark.parametrize(
    ("picture", "status", "words"),
    [
        (b"", 400, "no picture"),
        (b"<p onload=alert(1)>", 422, "not a picture"),
        (b"<svg onload=alert(1)>", 422, "damaged"),
        (bytes(range(256)) * 4000, 422, "not a picture"),
        (encoded(Image.new("L", (9_000, 9_000)), "GIF"), 422, "more than can be opened safely"),
        (encoded(Image.new("L", (64, 48)), "PNG")[:60], 422, "damaged"),
        (bytes(32 * 2**20 + 1), 413, "smaller"),
    ],
)
def test_what_cannot_be_described_is_refused_with_a_sentence(
    service: Serving, red: bytes, picture: bytes, status: int, words: str
) -> None:
    reply = service.describe(picture)
    assert reply.status == status
    assert words in reply.json["error"]
    assert reply.json["request"] == reply.headers["x-request-id"]
    assert service.describe(red).status == 200


@pytest.mark.parametrize(
    "options", ["?samples=0", "?samples=x", "?seed=-1", "?verbosity=loud", "?language=xx", "?all=perhaps"]
)
def test_an_option_that_cannot_be_is_named(service: Serving, red: bytes, options: str) -> None:
    reply = service.describe(red, options)
    option = options[1:].partition("=")[0]
    assert reply.status == 422
    assert reply.json["error"] == f"The option {option} must be {OPTIONS[option]}."


def test_errors_come_in_the_language_that_is_asked_for(service: Serving) -> None:
    reply = service.describe(b"rubbish", "?language=de")
    assert reply.status == 422
    assert reply.json["error"].startswith("Das Bild ist nicht als Bild lesbar; nehmen Sie JPEG,")
    assert reply.headers["content-language"] == "de"
    stranger = service.ask("GET", "/v1/ready?language=de", signed_in=False)
    assert stranger.json["error"].startswith("Das Token fehlt")
    assert service.describe(b"rubbish").headers["content-language"] == "en"


def test_what_is_not_there_is_told(service: Serving) -> None:
    assert "nothing at this path" in service.ask("GET", "/v1/nothing").json["error"]
    wrong = service.ask("GET", "/v1/describe")
    assert (wrong.status, wrong.headers["allow"]) == (405, "POST")


def test_a_damaged_form_is_refused(service: Serving) -> None:
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x"):
        reply = service.ask("POST", "/v1/describe", b"--y\r\nrubbish", {"Content-Type": kind})
        assert reply.status == 400, kind


def test_speech_of_a_text_and_of_a_picture(service: Serving, red: bytes) -> None:
    def say(text: str) -> bytes:
        reply = service.ask("POST", "/v1/speech", json.dumps({"text": text}).encode(), JSON)
        assert (reply.status, reply.headers["content-type"]) == (200, "audio/wav")
        return reply.body

    assert seconds_of(say("One. Two. Three. Four. Five. Six.")) > 2 * seconds_of(say("One.")) > 0.2
    spoken = service.describe(red, "?seed=1").json["spoken"]
    of_picture = service.ask("POST", "/v1/speech?seed=1", red, {"Content-Type": "image/png"}).body
    assert seconds_of(of_picture) == pytest.approx(seconds_of(say(spoken)), rel=0.01)


@pytest.mark.parametrize(
    ("accept", "kind", "codec"),
    [
        ("audio/ogg, audio/wav;q=0.5", "audio/ogg", "opus"),
        ("audio/wav;q=0.1, audio/mpeg", "audio/mpeg", "mp3float"),
        ("audio/flac", "audio/wav", "pcm_s16le"),
        ("audio/*", "audio/wav", "pcm_s16le"),
        (";q=x,,;", "audio/wav", "pcm_s16le"),
    ],
)
def test_speech_comes_in_the_form_that_is_accepted(
    service: Serving, accept: str, kind: str, codec: str
) -> None:
    text = json.dumps({"text": "A dog is running on a beach."}).encode()
    plain = service.ask("POST", "/v1/speech", text, JSON)
    reply = service.ask("POST", "/v1/speech", text, {**JSON, "Accept": accept})
    assert (reply.status, reply.headers["content-type"]) == (200, kind)
    with av.open(io.BytesIO(reply.body), "r") as file:
        assert file.streams.audio[0].codec_context.name == codec
        frames = list(file.decode(audio=0))
        seconds = sum(frame.samples for frame in frames) / frames[0].sample_rate
        assert max(np.abs(frame.to_ndarray()).max() for frame in frames) > 0
    assert seconds == pytest.approx(seconds_of(plain.body), abs=0.1)
    assert kind == "audio/wav" or 2 * len(reply.body) < len(plain.body)


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"{}", 400), (b'{"text": 1}', 400), (b'{"text": "  "}', 422)]
    + [(json.dumps({"text": "a" * count}).encode(), 413) for count in (2001, 100_000)],
)
def test_a_text_that_cannot_be_spoken_is_refused(service: Serving, body: bytes, status: int) -> None:
    reply = service.ask("POST", "/v1/speech", body, JSON)
    assert reply.status == status
    assert reply.json["error"]


def test_health_ready_and_metrics(service: Serving, red: bytes) -> None:
    assert service.ask("GET", "/v1/health", signed_in=False).json["state"] == "alive"
    assert service.ask("GET", "/v1/ready").json == {
        "state": "ready",
        "bundle": service.describe(red).json["bundle"],
    }
    service.ask("GET", "/made/up")
    text = service.ask("GET", "/metrics").body.decode()
    assert 'narrator_requests_total{path="/v1/describe",status="200"}' in text
    assert 'narrator_requests_total{path="other",status="404"}' in text
    assert "made" not in text


def test_openapi_has_examples_and_hides_the_page(service: Serving) -> None:
    document = service.ask("GET", "/v1/openapi.json").json
    assert set(document["paths"]) == {
        *("/v1/describe", "/v1/speech", "/v1/session", "/v1/health", "/v1/ready", "/metrics")
    }
    assert document["components"]["schemas"]["Described"]["example"]["caption"]
    assert "multipart/form-data" in document["paths"]["/v1/describe"]["post"]["requestBody"]["content"]


def test_fifty_clients_at_once_are_all_served(service: Serving, red: bytes) -> None:
    with ThreadPoolExecutor(50) as clients:
        replies = list(clients.map(lambda _: service.describe(red, "?seed=1"), range(200)))
    assert {reply.status for reply in replies} == {200}
    assert len({json.dumps(reply.json["candidates"]) for reply in replies}) == 1


def test_nothing_is_left_behind(service: Serving) -> None:
    """Last of this module: the token is the only file that the service has made."""
    person = service.token_file.parents[2]
    assert [path for path in person.rglob("*") if path.is_file()] == [service.token_file]
