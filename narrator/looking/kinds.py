"""What kind of picture a picture is, told from its pixels before any network sees it.

A captioner that was trained on photographs invents a scene for whatever it is shown. So what is no photograph
is told apart first, by measures that each have a reason; `python -m training.looking` counts how often they
are right, on pictures that no threshold was set by. The figures beside the thresholds are of 1,200
photographs of the training sets and of other renderings: with `--split train --ranges` it prints them.
"""

from dataclasses import dataclass, replace

from narrator.looking.advice import advise
from narrator.looking.colours import main_colours
from narrator.looking.measures import Measures, measure
from narrator.looking.softness import SMALL
from narrator.picture.opening import Picture

DESCRIBABLE = frozenset({"photo", "dark", "bright", "blurred", "close-up"})
"""Kinds in which there can be a scene."""
LETTERED = frozenset({"document", "screenshot", "label", "paper", "screen", "lettered"})
"""Kinds of which next to nothing can be told without their words."""
HELD = frozenset({"label", "paper", "screen", "lettered", "covered", "glare", "unclear"})
"""Kinds of photographs in which there is no scene, though perhaps a thing that can be named."""
_DOUBTFUL = frozenset({"icon", "document", "screenshot"})
"""Kinds that measures also take small photographs and charts for."""

_EMPTY = 12
"""Levels. The emptiest photograph has a spread of 119, even colours with a camera's grain reach 11."""
_BLACK = 24
"""Levels. The darkest photograph exceeds 131; a covered lens with a camera's grain reaches 16."""
_DARK = 56
_BRIGHT = 180
"""Levels. The palest photograph goes down to 84, brightened ones to 214."""
_FLAT = 2
"""Levels. Between shades as near as this there is no edge that anybody sees."""
_SMOOTH = 0.035
"""Share of the spread. The steepest step of most gradients is 0.02 of it; of photographs blurred by 3 % of
their width it is 0.036 and more."""
_BLURRED = 0.12
"""Share of the spread. Of photographs blurred by 1.5 % of their width it is up to 0.088; of 99 in 100 others
it is above 0.219."""
_REGULAR = 0.99
"""99 in 100 photographs stay below 0.934, one reaches 0.996; gradients begin at 0.997, checks and stripes at
0.977."""
_NOISE, _GRAINY = 0.1, 0.8
"""Noise keeps 0.016, which is 1 of 64 cells, and up to 0.08 in a picture of 40 by 40 pixels; photographs keep
0.141 and more. A chart of a few thin lines keeps little too, but 0.795 of it and more is even."""
_EVEN, _SHADED, _PAPER = 0.5, 0.25, 0.5
"""By these no photograph is called drawn; of the 1,150 that are reported on, two are."""
_VERY_EVEN, _MUCH_PAPER = 0.85, 0.7
"""Together no photograph has these. What JPEG leaves around a few thin lines would else count as shading."""
_TINY = 32 * 32
"""Pixels: nothing can be seen in so few, and in fewer noise is not known by its coarseness."""
_DRAWN = 3.0
"""Times. Of 229 small photographs one has less, and of 105 icons and logos above 32 pixels two have more."""
_LIT = 140
"""Levels. In the dark, grain is as strong as edges: of photographs with 2.5 to 4.5 stops too little light,
one in ten would be an icon by its edges."""
_WHITE_PAPER, _PAGE = 180, 0.8
"""The brightness of a page, and how much of it nothing is written on."""
_LINES = 8
"""Most charts have up to 4 rows that look like lines of text, terminals 10 and more, pages 35."""
_TWO_TONE = 0.99
"""Scans of one bit have 1."""


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What was found."""

    kind: str
    """One of these, the first that fits:

    * `icon`: a picture of at most 32 by 32 pixels, or a small one with sharp edges and hardly any shading.
    * `black`: nothing in it is brighter than what a covered lens lets through.
    * `blank`: one colour all over, perhaps with grain.
    * `gradient`: one colour that becomes another, without any edge.
    * `pattern`: stripes, checks or a single bar, the same in every row.
    * `noise`: grain, and nothing that is larger than a grain.
    * `dark`, `bright`, `blurred`: little can be seen in it.
    * `document`: lines of text on a light page.
    * `screenshot`: even areas with lines of text that are no page.
    * `drawing`: other pictures in even colours: a chart, a diagram, a sign.
    * `photo`: all else.

    A network that sees the picture as well knows some more of what a hand took that cannot see:

    * `label`: a package, a bottle or a label from near.
    * `paper`: a page, a receipt, a menu or a card that lies somewhere or is held.
    * `screen`: a screen that was photographed.
    * `lettered`: one of these; which one is not known.
    * `close-up`: a thing from near.
    * `covered`: something, such as a finger, before the lens.
    * `glare`: a lamp or the sun, which leaves hardly anything to be seen.
    * `unclear`: blurred so far, or taken from so near, that nothing can be made out.
    """
    colours: tuple[str, ...]
    """The names of its main colours, the one with the largest share first."""
    measures: Measures
    """What this was told from."""
    tiny: bool = False
    """Whether it has too few pixels for anything to be seen in it."""
    advice: tuple[str, ...] = ()
    """What the person can do for a better picture, in sentences."""

    @property
    def grey(self) -> bool:
        """Whether nothing in it has a colour, so that no word for one may be said."""
        return self.measures.grey

    @property
    def describable(self) -> bool:
        """Whether a captioner may be asked what is in it."""
        return self.kind in DESCRIBABLE

    @property
    def worth_encoding(self) -> bool:
        """Whether a network should see it, be it only to tell better what kind it is."""
        return self.kind in DESCRIBABLE | _DOUBTFUL and not self.tiny

    def known_as(self, kind: str) -> "Looked":
        """The same picture as one of another kind, as which a network has recognised it."""
        return self if kind == self.kind else replace(self, kind=kind, advice=advise(kind, self.measures))


def look_at(picture: Picture) -> Looked:
    """Tell the kind of a picture and its main colours."""
    measures = measure(picture)
    tiny = picture.size[0] * picture.size[1] <= _TINY
    kind = "icon" if tiny else _kind(measures, picture.size)
    return Looked(
        kind=kind,
        colours=main_colours(picture, grey=measures.grey),
        measures=measures,
        tiny=tiny,
        advice=advise(kind, measures),
    )


def _kind(found: Measures, size: tuple[int, int]) -> str:
    if kind := _kind_of_nothing(found) or _kind_of_spoilt(found):
        return kind
    if max(size) <= SMALL and found.softness <= _DRAWN and found.brightest > _LIT:
        return "icon"
    if _is_drawn(found):
        return _kind_of_drawn(found)
    return "photo"


def _kind_of_nothing(found: Measures) -> str | None:
    if found.brightest <= _BLACK:
        return "black"
    if found.spread <= _EMPTY:
        return "blank"
    if found.steepest <= max(_FLAT, _SMOOTH * found.spread):
        return "gradient"
    if found.regular >= _REGULAR:
        return "pattern"
    if found.coarse <= _NOISE and found.even < _GRAINY:
        return "noise"
    return None


def _kind_of_spoilt(found: Measures) -> str | None:
    if found.brightest <= _DARK:
        return "dark"
    if found.darkest >= _BRIGHT:
        return "bright"
    return "blurred" if found.steepest <= _BLURRED * found.spread else None


def _is_drawn(found: Measures) -> bool:
    if found.even >= _VERY_EVEN and found.paper >= _MUCH_PAPER:
        return True
    return found.even >= _EVEN and found.shaded <= _SHADED and found.paper >= _PAPER


def _kind_of_drawn(found: Measures) -> str:
    if found.lines < _LINES:
        return "drawing"
    if found.paper >= _PAGE and found.paper_level >= _WHITE_PAPER:
        return "document"
    # A fax of a photograph has as many edges as text; the letters of screens are smooth. The network tells.
    return "photo" if found.two_tone >= _TWO_TONE else "screenshot"
