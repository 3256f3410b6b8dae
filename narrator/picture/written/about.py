"""What somebody wrote about a picture, into its file or beside it: alt text, descriptions, comments, titles.

Who made a picture knows what is in it, so a person's words go before any network's. Much of what stands in
these places was written by no person: makers of cameras, programs and generators leave their own there.
"""

from collections.abc import Iterator, Sequence

from narrator.description import Written
from narrator.picture.written.blocks import FileWords
from narrator.picture.written.languages import Texts, chosen
from narrator.picture.written.letters import speakable_line
from narrator.picture.written.xmp import XmpWords

_GENERATORS = frozenset({"parameters", "prompt", "workflow", "dream", "sd-metadata", "invokeai_metadata"})
"""Names of the PNG texts in which generators of pictures leave what they were asked for."""


def written_about(
    words: FileWords, languages: Sequence[str], beside: Sequence[XmpWords] = ()
) -> Written | None:
    """The first description of a picture that a person wrote, else the first of a machine's.

    `words` are those of its file, `languages` the listener's as tags, the dearest first, and `beside` what
    files beside it say.
    """
    generated = any(xmp.is_generated for xmp in (*beside, words.xmp)) or bool(words.names & _GENERATORS)
    first: Written | None = None
    for texts in _places(words, [*beside, words.xmp]):
        text, language = chosen(texts, languages)
        line = speakable_line(text)
        if not line:
            continue
        if not generated and not _is_by_a_machine(line):
            return Written(text=line, by="person", language=language)
        first = first or Written(text=line, by="machine", language=language)
    return first


def _is_by_a_machine(line: str) -> bool:
    from narrator.picture.written.authorship import is_by_a_machine  # 2 ms that most pictures need not wait

    return is_by_a_machine(line)


def _places(words: FileWords, xmps: Sequence[XmpWords]) -> Iterator[Texts]:
    """What each place says. First come words for people who do not see the picture, then descriptions.

    Programs that keep their words beside a file change them there and no more in it, so of the same property
    those beside it go first. Comments and titles come last: more often than not they are a program's, or say
    what the picture is called and not what is in it.
    """
    yield from (xmp.alternative for xmp in xmps)
    yield from (xmp.extended for xmp in xmps)
    yield from (xmp.description for xmp in xmps)
    yield words.texts.get("description", {})
    yield {"": words.exif.description}
    yield from (xmp.image_description for xmp in xmps)
    yield {"": words.iptc.caption}
    yield {"": words.exif.comment}
    yield from (xmp.comment for xmp in xmps)
    yield {"": words.exif.xp_comment}
    yield words.texts.get("comment", {})
    yield from ({"": comment} for comment in words.comments)
    yield from (xmp.headline for xmp in xmps)
    yield {"": words.iptc.headline}
    yield from (xmp.title for xmp in xmps)
    yield {"": words.exif.xp_title}
    yield words.texts.get("title", {})
