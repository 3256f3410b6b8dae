"""A painting as a file that says of itself that a machine made it, by which tool and for which words."""

from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from narrator.painting.painter import Painting

_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
"""IPTC's word for what a trained network made; `narrator.picture.marks` reads it, as do other programs."""
_XMP = """\
<?xpacket begin="\N{ZERO WIDTH NO-BREAK SPACE}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    xmp:CreatorTool={tool}
    Iptc4xmpExt:DigitalSourceType={source}>
   <Iptc4xmpCore:AltTextAccessibility>
    <rdf:Alt><rdf:li xml:lang="x-default">{alt}</rdf:li></rdf:Alt>
   </Iptc4xmpCore:AltTextAccessibility>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def as_png(painting: Painting, version: str) -> bytes:
    """The bytes of a PNG with XMP and texts in it; `version` is narrator's."""
    tool = f"narrator {version}, {painting.painter}"
    how = f"Seed {painting.seed}, {painting.options.steps} steps, guidance {painting.options.guidance:g}."
    return marked(Image.fromarray(painting.pixels), tool=tool, words=painting.request.words, how=how)


def marked(image: Image.Image, *, tool: str, words: str, how: str = "") -> bytes:
    """The bytes of a PNG that a tool painted for words.

    Its alt text says what was asked for, and says so: nobody has looked whether that can be seen.
    """
    asked = requested(words)
    texts = PngInfo()
    xmp = _XMP.format(tool=quoteattr(_printable(tool)), source=quoteattr(_SOURCE_TYPE), alt=escape(asked))
    texts.add_itxt("XML:com.adobe.xmp", xmp)
    texts.add_itxt("Software", _printable(tool))
    texts.add_itxt("Comment", f"{asked} {how}".rstrip())
    stream = BytesIO()
    image.save(stream, "PNG", pnginfo=texts, optimize=True)
    return stream.getvalue()


def requested(words: str) -> str:
    """The sentence that says what a machine was asked to paint; no description."""
    return f"Painted by a machine that was asked for: {' '.join(_printable(words).split())}."


def _printable(text: str) -> str:
    # XML has no place for control characters.
    return "".join(letter if letter.isprintable() else " " for letter in text)
