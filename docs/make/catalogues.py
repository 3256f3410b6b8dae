"""The catalogues of languages: `python -m docs.make.catalogues` finds all sentences and compiles them.

A new sentence appears in each `.po` with nothing for it; somebody who speaks the language writes it there,
and the same command compiles it. What is not said any more is taken out. `--check` only tells what is not so.
Both files of a language are committed, so that a checkout, an editable installation and a wheel speak alike,
and no installation needs Babel.
"""

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from docs.make.imports import ROOT
from narrator.captioning.bundle import Bundle
from narrator.captioning.shelves import find_bundle
from narrator.languages.catalogue import LANGUAGES, LOCALE
from narrator.languages.names import A_LANGUAGE
from narrator.languages.names import NAMES as LANGUAGE_NAMES
from narrator.looking.colours import NAMES
from narrator.phrasing.wording import A_COLOUR, A_THING

KEYWORDS = {
    "gettext": None,
    "sentence_of": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "term_of": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
"""Functions whose arguments are said, as Babel names them."""
_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_WIDTH = 110
_OF_THE_TERMINAL = (ROOT / "narrator" / "cli.py", *sorted((ROOT / "narrator" / "terminal").glob("*.py")))


class Message(NamedTuple):
    """What the code says."""

    id: str | tuple[str, str]
    """One sentence, or what is said of one and of several."""
    context: str | None


@cache
def messages() -> tuple[Message, ...]:
    """All that the program says, each once, in the order of the code."""
    return tuple(dict.fromkeys(_messages()))


def _messages() -> Iterator[Message]:
    """All that the program says, and what bundles and pictures bring: names of things and the like."""
    for file in sorted((ROOT / "narrator").rglob("*.py")):
        for _, found, _, context in extract_from_file("python", file, keywords=KEYWORDS):
            yield Message(id=found if isinstance(found, str) else (found[0], found[1]), context=context)
    yield from (Message(id=text, context=None) for text in (*help_texts(), *page_texts()))
    for colour in (*NAMES, "one colour"):
        yield Message(id=colour, context=A_COLOUR)
    for language in LANGUAGE_NAMES.values():
        yield Message(id=language, context=A_LANGUAGE)
    for thing in things():
        yield Message(id=thing, context=A_THING)


def help_texts() -> Iterator[str]:
    """What `--help` says: the docstrings of commands, their first paragraphs alone, and help of options."""
    yield from ("Usage: ", "Options", "Commands", "Show this message and exit.", "Show the version and exit.")
    for file in (*sorted((ROOT / "narrator" / "commands").glob("*.py")), *_OF_THE_TERMINAL):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
                text = ast.get_docstring(node) or ""
                yield text
                yield text.partition("\n\n")[0]
            elif (
                isinstance(node, ast.keyword) and node.arg == "help" and isinstance(node.value, ast.Constant)
            ):
                yield str(node.value.value)


def page_texts() -> Iterator[str]:
    """What the page says: {{sentences}} in its HTML, and t("sentences") in its scripts."""
    for file in sorted((ROOT / "narrator" / "web" / "page").iterdir()):
        form = {".html": r"\{\{(.+?)\}\}", ".js": r'\bt\(\s*"([^"]+)"'}.get(file.suffix)
        if form:
            yield from re.findall(form, file.read_text(encoding="utf-8"))


def _is_command(decorator: ast.expr) -> bool:
    return ast.unparse(decorator).partition("(")[0].endswith(("command", "group"))


def things() -> tuple[str, ...]:
    """What the released bundle's witness calls what it sees."""
    calibration = Bundle.open(find_bundle(None)).calibrated()
    assert calibration and calibration.witness  # the released bundle has both
    return tuple(name.name for name in calibration.witness.names)


def path_of(language: str) -> Path:
    """A language's catalogue, as people write it."""
    return LOCALE / language / "LC_MESSAGES" / "narrator.po"


def read(language: str) -> Catalog:
    """What stands in a language's catalogue; nothing for a new language."""
    file = path_of(language)
    if not file.exists():
        return Catalog(locale=language, project="narrator", fuzzy=False, charset="utf-8")
    with file.open("rb") as opened:
        return read_po(opened, locale=language)


def renewed(language: str) -> Catalog:
    """The language's catalogue with all that the code says and nothing else, the sentences in their order."""
    known = read(language)
    made = Catalog(
        locale=language,
        project="narrator",
        version="1",
        header_comment=f"# Narrator: {known.locale_identifier or language}. python -m docs.make.catalogues",
        language_team="Narrator",
        fuzzy=False,
        charset="utf-8",
        # A day of its own would make each run a change.
        creation_date=_DAY,
        revision_date=_DAY,
    )
    for message in messages():
        before = known.get(message.id, message.context)
        made.add(message.id, before.string if before else None, context=message.context)
    return made


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue for people."""
    written = BytesIO()
    write_po(written, catalogue, width=_WIDTH, no_location=True, omit_header=False)
    lines = written.getvalue().decode().splitlines(keepends=True)
    of_nobody = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Last-Translator', '"Report-')
    return "".join(line for line in lines if not line.startswith(of_nobody)).encode()


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue for the program, of the sentences that have one in this language."""
    written = BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def main(arguments: list[str]) -> int:
    """Renew all catalogues, or with --check tell whether they are new; then what they lack."""
    stale = []
    for language in LANGUAGES[1:]:
        catalogue, po = renewed(language), path_of(language)
        content = {po: as_po(catalogue), po.with_suffix(".mo"): as_mo(catalogue)}
        stale += [file for file, data in content.items() if not file.exists() or file.read_bytes() != data]
        if "--check" not in arguments:
            po.parent.mkdir(parents=True, exist_ok=True)
            for file, data in content.items():
                file.write_bytes(data)
        empty = [message for message in catalogue if message.id and not _is_complete(message.string)]
        print(f"{language}: {len(catalogue)} sentences, {len(empty)} of them not translated")
    return 1 if stale and "--check" in arguments else 0


def _is_complete(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
