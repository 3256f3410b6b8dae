"""What is written about a picture, and what marks it as a machine's."""

from dataclasses import dataclass

SIGNATURE = "Described by Narrator, a program."
"""The last sentence of each text, in every place. It alone reaches those who hear or copy the text and see no
other field; `narrator.picture.written.authorship` knows texts with it for a machine's."""

WRITER = "Narrator, a program"
"""What stands in XMP's field for whoever wrote the description (photoshop:CaptionWriter)."""

_ENDS = (".", "!", "?")


@dataclass(frozen=True, kw_only=True)
class AltText:
    """A machine's words about a picture."""

    text: str
    """As it stands in the file, with `SIGNATURE` at its end."""
    tool: str
    """Such as "Narrator 0.1.0"."""
    bundle: str
    """Name and version of the model."""
    day: str
    """When the picture was described, such as 2026-11-30."""
    confidence: float | None
    """The probability that what is told is right; None where nobody knows."""

    def says_the_same(self, other: "AltText | None") -> bool:
        """Whether the other one is this text of the same model; then nothing is written again."""
        return other is not None and (other.text, other.bundle) == (self.text, self.bundle)


def signed(sentence: str) -> str:
    """A sentence with the signature. What no text may hold in XML becomes a space."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in sentence).split())
    return f"{line}{'' if line.endswith(_ENDS) else '.'} {SIGNATURE}"
