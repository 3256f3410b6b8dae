"""What is to be written for a picture, as it is sent to the process that writes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from narrator.alt_text.alt_text import AltText
from narrator.picture.addresses import path_of


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be done for one picture."""

    picture: Path
    words: AltText | None
    """None where nothing is told of it: then it is only copied, if at all."""
    digest: str = ""
    """The `image_digest` of what was described; a picture that shows another image by now gets no words."""
    copy: Path | None = None
    """The copy to write into, if any."""
    in_place: bool = False
    """Whether the picture itself is written into."""
    beside: bool = False
    """Whether a sidecar is written."""
    comment: bool = False
    """Whether the copy, or else the picture, gets a comment of the desktop's."""

    def to_message(self) -> dict[str, object]:
        """As it is sent."""
        return {
            "picture": self.picture.absolute().as_uri(),
            "words": None if self.words is None else asdict(self.words),
            "digest": self.digest,
            "copy": None if self.copy is None else self.copy.absolute().as_uri(),
            "in_place": self.in_place,
            "beside": self.beside,
            "comment": self.comment,
        }

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> "Order":
        """The order that was sent."""
        return cls(
            picture=path_of(message["picture"]),
            words=None if message["words"] is None else AltText(**message["words"]),
            digest=message["digest"],
            copy=None if message["copy"] is None else path_of(message["copy"]),
            in_place=message["in_place"],
            beside=message["beside"],
            comment=message["comment"],
        )
