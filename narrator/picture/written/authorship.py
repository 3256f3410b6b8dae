"""Whether a person wrote a text, or a camera, a program or a generator left it."""

import re

_MAKERS = (
    "canon|casio|fujifilm|kodak|konica|minolta|nikon|olympus|panasonic|pentax|ricoh|samsung|sony|vivitar"
)
_DEFAULTS = re.compile(
    rf"({_MAKERS})( ({_MAKERS}))?( dsc| optical)?( digital| imaging)?( still)?( camera| corp\.?)?"
    r"|dcim.*|default|untitled"
    r"|(digital )?camera|exif[_ ]jpeg.*|image ?description|description|picture|photo|image|ascii"
    r"|screen ?shot([\W\d]|from|at|on|am|pm)*"
    r"|(created|generated|made|edited|exported|processed|rendered|saved|taken) (with|by|in|from|using) .*"
    r"|(copyright|\(c\)|©|file source|software|lavc|https?:).*"
    r"|[\w.-]*\d{3,}[\w.-]*"  # the name of a file
    r"|\S{40,}",  # a number or a key of some program
    re.DOTALL,
)
"""All that a machine leaves by itself, in small letters, when nothing else stands beside it."""
_MACHINES = re.compile(
    r"auto(matically)?[- ]?generated|\bai[- ]generated|may be an? (image|photo|cartoon|illustration) of"
    r"|image may contain|no (photo|alt(ernative)?) ?(text)? description available"
    r"|negative prompt:|steps: \d+, sampler|<lora:|--(ar|v|niji|seed) \d|described by narrator"
)
"""What gives a machine's words away, wherever it stands among them."""
_CODE = ("{", "[", "<")


def is_by_a_machine(text: str) -> bool:
    """Whether what stands in a description's place was left there by a machine."""
    small = text.lower()
    return bool(small.startswith(_CODE) or _DEFAULTS.fullmatch(small) or _MACHINES.search(small))
