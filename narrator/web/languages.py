"""The sentences of errors in the language that a client asks for: one table, English on its left.

Descriptions stay in English, which is what the network speaks; the page does, too.
"""

import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import parse_qs

LANGUAGES = ("en", "de")

_MOST_CHOICES = 20
"""Languages of a header that are looked at; browsers send a handful."""

_GERMAN: Mapping[str, str] = {
    # Of requests.
    "There is no picture in the request; send one as the body, or as a file in a form.": (
        "Die Anfrage enthält kein Bild; senden Sie eines als Inhalt oder als Datei in einem Formular."
    ),
    'There is no text in the request; send JSON like {{"text": "Hello."}}.': (
        'Die Anfrage enthält keinen Text; senden Sie JSON wie {{"text": "Hallo."}}.'
    ),
    "There is nothing to say in the text; send one with words.": (
        "In dem Text ist nichts zu sprechen; senden Sie einen mit Wörtern."
    ),
    "The text is longer than {limit} letters; send it in parts.": (
        "Der Text ist länger als {limit} Zeichen; senden Sie ihn in Teilen."
    ),
    "The text takes more than {most} seconds to say; send it in parts.": (
        "Den Text zu sprechen dauert mehr als {most} Sekunden; senden Sie ihn in Teilen."
    ),
    "The form in the request is damaged; send it again.": (
        "Das Formular in der Anfrage ist beschädigt; senden Sie es noch einmal."
    ),
    "The request is longer than {limit} bytes; make the picture smaller.": (
        "Die Anfrage ist länger als {limit} Bytes; verkleinern Sie das Bild."
    ),
    "The request states its length in two ways; send one of them.": (
        "Die Anfrage gibt ihre Länge auf zwei Arten an; senden Sie eine davon."
    ),
    "The head of the request is too long; send fewer headers.": (
        "Der Kopf der Anfrage ist zu lang; senden Sie weniger Kopfzeilen."
    ),
    "The request came in too slowly; send it again.": (
        "Die Anfrage kam zu langsam an; senden Sie sie noch einmal."
    ),
    "The option {name} must be {what}.": "Die Option {name} muss {what} sein.",
    "There is nothing at this path; /v1/openapi.json lists what there is.": (
        "Unter diesem Pfad gibt es nichts; /v1/openapi.json führt auf, was es gibt."
    ),
    "This path does not take that method; /v1/openapi.json lists what there is.": (
        "Dieser Pfad kennt die Methode nicht; /v1/openapi.json führt auf, was es gibt."
    ),
    "There is no such file; open the page again.": "Diese Datei gibt es nicht; öffnen Sie die Seite neu.",
    # Of who asks, and how often.
    "The token is missing or wrong; send it as Authorization: Bearer TOKEN.": (
        "Das Token fehlt oder ist falsch; senden Sie es als Authorization: Bearer TOKEN."
    ),
    "The service is not known by this name; start it with --name and the name.": (
        "Unter diesem Namen ist der Dienst nicht bekannt; starten Sie ihn mit --name und dem Namen."
    ),
    "This page may not use the service; start it with --origin and its address, or, behind a proxy with TLS,"
    " with --trusted-proxy.": (
        "Diese Seite darf den Dienst nicht benutzen; starten Sie ihn mit --origin und ihrer Adresse oder,"
        " hinter einem Proxy mit TLS, mit --trusted-proxy."
    ),
    "There were too many requests; wait 1 second.": "Es waren zu viele Anfragen; warten Sie 1 Sekunde.",
    "There were too many requests; wait {seconds} seconds.": (
        "Es waren zu viele Anfragen; warten Sie {seconds} Sekunden."
    ),
    "Too many pictures come in at once; try again.": (
        "Zu viele Bilder kommen auf einmal an; versuchen Sie es noch einmal."
    ),
    "Too many requests wait already; try again in a moment.": (
        "Zu viele Anfragen warten schon; versuchen Sie es gleich noch einmal."
    ),
    "It took too long, so it was given up; try again later.": (
        "Es dauerte zu lange und wurde aufgegeben; versuchen Sie es später noch einmal."
    ),
    "Narrator has a fault of its own ({kind}); the service's log says more.": (
        "Narrator hat selbst einen Fehler ({kind}); das Protokoll des Dienstes sagt mehr."
    ),
    # Of pictures.
    "The picture is empty; copy it or download it again.": (
        "Das Bild ist leer; kopieren Sie es oder laden Sie es noch einmal herunter."
    ),
    "The picture has {size} megabytes, more than the {limit} that can be opened; make it smaller and try"
    " again.": (
        "Das Bild hat {size} Megabyte, mehr als die {limit}, die geöffnet werden können; verkleinern Sie es"
        " und versuchen Sie es noch einmal."
    ),
    "The picture is not a picture that can be read; use {formats}.": (
        "Das ist kein Bild, das gelesen werden kann; nehmen Sie {formats}."
    ),
    "The picture measures {width} by {height} pixels, which is too small to describe; choose a larger"
    " picture.": (
        "Das Bild misst {width} mal {height} Pixel und ist zu klein zum Beschreiben; wählen Sie ein größeres."
    ),
    "The picture measures {width} by {height} pixels, which is more than can be opened safely; make it"
    " smaller and try again.": (
        "Das Bild misst {width} mal {height} Pixel, mehr als sicher geöffnet werden können; verkleinern"
        " Sie es und versuchen Sie es noch einmal."
    ),
    "The picture measures {width} by {height} pixels, which is too long and thin to describe; cut out the"
    " part that matters.": (
        "Das Bild misst {width} mal {height} Pixel und ist zu lang und schmal zum Beschreiben; schneiden Sie"
        " den Teil aus, auf den es ankommt."
    ),
    "The picture needs more memory than is free; close other programs and try again.": (
        "Das Bild braucht mehr Speicher, als frei ist; schließen Sie andere Programme und versuchen Sie es"
        " noch einmal."
    ),
    "The picture has more pixels than can be opened safely; make it smaller and try again.": (
        "Das Bild hat mehr Pixel, als sicher geöffnet werden können; verkleinern Sie es und versuchen Sie es"
        " noch einmal."
    ),
    "The picture cannot be opened now, for no process can be started; close other programs and try again.": (
        "Das Bild kann gerade nicht geöffnet werden, weil kein Prozess gestartet werden kann; schließen Sie"
        " andere Programme und versuchen Sie es noch einmal."
    ),
    "The picture made its decoder fail twice; save it as JPEG or PNG and try again.": (
        "Das Bild hat das, was es lesen sollte, zweimal zum Absturz gebracht; speichern Sie es als JPEG oder"
        " PNG und versuchen Sie es noch einmal."
    ),
    "The picture takes too long to open; make it smaller, or save it as JPEG, and try again.": (
        "Das Bild braucht zu lange zum Öffnen; verkleinern Sie es, oder speichern Sie es als JPEG, und"
        " versuchen Sie es noch einmal."
    ),
    "The picture was given up, because Narrator ends; try again.": (
        "Das Bild wurde aufgegeben, weil Narrator beendet wird; versuchen Sie es noch einmal."
    ),
    "The picture is damaged or incomplete; copy it or download it again.": (
        "Das Bild ist beschädigt oder unvollständig; kopieren Sie es oder laden Sie es noch einmal herunter."
    ),
    "The picture is {what}, which cannot be {done}; {advice}.": (
        "Das Bild ist von einer Art, die nicht gelesen werden kann; speichern Sie es als PNG oder JPEG"
        " (auf Englisch: {what}; {advice})."
    ),
    "The picture is {what}, and what reads it is not installed; run {command} and try again.": (
        "Was diese Art von Bild liest ({what}), ist nicht installiert; führen Sie {command} aus und versuchen"
        " Sie es noch einmal."
    ),
    "The picture takes too long to draw; save it as PNG and try again.": (
        "Das Bild zu zeichnen dauert zu lange; speichern Sie es als PNG und versuchen Sie es noch einmal."
    ),
    "The picture opens with a password only; save it without one and try again.": (
        "Das Dokument öffnet sich nur mit einem Passwort; speichern Sie es ohne und versuchen Sie es noch"
        " einmal."
    ),
    # Of speech.
    "The speech synthesizer failed, also when started again ({reason}); choose another voice.": (
        "Die Sprachausgabe hat zweimal versagt ({reason}); wählen Sie eine andere Stimme."
    ),
    "The speech synthesizer cannot be started ({reason}); install Narrator again.": (
        "Die Sprachausgabe kann nicht gestartet werden ({reason}); installieren Sie Narrator neu."
    ),
}

_IN_GERMAN: Mapping[str, str] = {
    "a whole number from 1 to 100": "eine ganze Zahl von 1 bis 100",
    "a whole number from 0 to 9223372036854775807": "eine ganze Zahl von 0 bis 9223372036854775807",
    "true or false": "true oder false",
    "brief, normal or full": "brief, normal oder full",
    "en or de": "en oder de",
}
"""What stands in the gaps of a sentence and is no name or number."""


def language_of(query: bytes) -> str:
    """The language that a query asks for; English if it asks for none that is known here."""
    wanted = parse_qs(query.decode("latin-1")).get("language", [""])[-1]
    return wanted if wanted in LANGUAGES else "en"


def accepted_languages(header: str) -> tuple[str, ...]:
    """The tags of an Accept-Language header, the dearest first (RFC 9110, 12.5.4)."""
    weighed: list[tuple[float, str]] = []
    for choice in header.split(",")[:_MOST_CHOICES]:
        tag, _, weight = choice.partition(";")
        matched = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", weight)
        if tag.strip():
            weighed.append((float(matched[1]) if matched else 1.0, tag.strip()))
    return tuple(tag for weight, tag in sorted(weighed, key=lambda each: -each[0]) if weight > 0)


def in_language(sentence: str, language: str) -> tuple[str, str]:
    """An English sentence in a language, and the language that it is in: what is not in the table stays."""
    if language == "de":
        for pattern, german in _patterns():
            if match := pattern.fullmatch(sentence):
                gaps = {name: _IN_GERMAN.get(gap, gap) for name, gap in match.groupdict().items()}
                return german.format(**gaps), "de"
    return sentence, "en"


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(english), german) for english, german in _GERMAN.items())


def _pattern(english: str) -> re.Pattern[str]:
    """Matches what the sentence is once its gaps, {like this}, are filled."""
    pieces = re.split(r"(?<!\{)\{(\w+)\}(?!\})", english)
    texts = [re.escape(text.replace("{{", "{").replace("}}", "}")) for text in pieces[::2]]
    gaps = [f"(?P<{name}>.+)" for name in pieces[1::2]]
    return re.compile("".join(text + gap for text, gap in zip(texts, [*gaps, ""], strict=True)), re.DOTALL)
