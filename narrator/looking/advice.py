"""What a person can do so that the next picture shows more, told from the measures of this one.

Each advice was verified on pictures that were spoilt in a known way: `python -m training.advice` counts
how often it is heard where it should be, and where it should not. What could not be verified is not said.
The sentences are facts in English; phrasing says them in the listener's language.
"""

from narrator.languages.catalogue import sentence_of
from narrator.looking.measures import Measures

_OF_A_SCENE = frozenset({"photo", "dark", "bright", "blurred"})
_PHOTOGRAPHS = _OF_A_SCENE | {"close-up", "label", "paper", "screen", "lettered"}

# The figures are of 1,200 photographs that nobody spoilt: `training.looking --split train --ranges`.
_SOFT = 0.17
"""Share of the spread. Of 99 photographs in 100 it is above 0.175."""
_DIM = 140
"""Levels. In 99 photographs of 100 the brightest part exceeds 176."""
_CLIPPED, _WHITE = 0.01, 0.03
"""Shares of the pixels. 3 of 573 photographs have both: things in colours that had too much light, and white
without a trace of anything. White grounds, snow and paper have the second alone. Packages in strong colours
have both, so of what lies before the camera it is not said."""
_LEANING = 2.1
"""How many times more edges lean one way than stand upright, run level or lean the other way."""
_LEANING_PARTS = 6
"""Of nine parts of the picture. In a street or a room edges lean everywhere; what lies askew leans by itself.
Both together are found in 4 of 1,000 photographs that nobody tilted, the first alone in 9."""
_LEAST_LEAN, _MOST_LEAN = 5, 35
"""Degrees. Less is what slopes and perspective do as well; near 45 it is not known which way things lean."""
_CUT = 0.1
"""Share of the rows with letters. In whole pages no row has ink at the edge."""

_OF_A_SPOILT_ONE = {
    "covered": sentence_of("Take it again with nothing before the lens."),
    "glare": sentence_of("Take it again with the light from behind or from the side."),
    "unclear": sentence_of("Take it again from farther away, and hold still."),
}
"""Said of kinds in which nothing can be made out, instead of what their measures would tell."""
_KNOWN_BY_LIGHT = {
    "dark": sentence_of("More light would help."),
    "bright": sentence_of("Less light would help."),
}
"""Kinds that say themselves how bright it is."""
_TILTED_LEFT = sentence_of("It is tilted to the left; turn the camera to the left.")
_TILTED_RIGHT = sentence_of("It is tilted to the right; turn the camera to the right.")


def advise(kind: str, found: Measures) -> tuple[str, ...]:
    """Sentences, none for most pictures. `kind` is the picture's own, which is said before them."""
    if kind in _OF_A_SPOILT_ONE:
        return (_OF_A_SPOILT_ONE[kind],)
    if kind in _PHOTOGRAPHS:
        said = tuple(filter(None, (_on_blur(kind, found), _on_light(kind, found))))
        # Edges that are soft or lost in the dark may seem to run anywhere, and those of things from near do.
        return said or (_on_lean(found) if kind in _OF_A_SCENE else ())
    return _on_cuts(found) if kind == "document" else ()


def _on_blur(kind: str, found: Measures) -> str:
    if kind == "blurred":
        return sentence_of("Hold still.")  # that it is blurred was said
    return sentence_of("It is blurred; hold still.") if found.sharpness <= _SOFT else ""


def _on_light(kind: str, found: Measures) -> str:
    if kind in _KNOWN_BY_LIGHT:
        return _KNOWN_BY_LIGHT[kind]
    if kind == "screen":
        return ""  # it shines by itself
    if found.brightest <= _DIM:
        return sentence_of("It is dark; more light would help.")
    if kind in _OF_A_SCENE and found.clipped >= _CLIPPED and found.white >= _WHITE:
        return sentence_of("It is too bright; less light would help.")
    return ""


def _on_lean(found: Measures) -> tuple[str, ...]:
    if found.leaning < _LEANING or found.leaning_parts < _LEANING_PARTS:
        return ()
    if not _LEAST_LEAN <= abs(found.lean) <= _MOST_LEAN:
        return ()
    # A camera that was turned to the right sees things lean to the left.
    return (_TILTED_LEFT if found.lean > 0 else _TILTED_RIGHT,)


def _on_cuts(found: Measures) -> tuple[str, ...]:
    left, right = found.cut_left >= _CUT, found.cut_right >= _CUT
    if left and right:
        return (sentence_of("Text is cut off at both sides."),)
    if left:
        return (sentence_of("Text is cut off at the left."),)
    return (sentence_of("Text is cut off at the right."),) if right else ()
