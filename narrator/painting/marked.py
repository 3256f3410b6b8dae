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
    """The bytes of a PNG with XMP and texts in it; `version` is narrator's.

    Its alt text says what was asked for, and says so: nobody has looked whether that can be seen.
    """
    tool = f"narrator {version}, {painting.painter}"
    asked = requested(painting.request.words)
    texts = PngInfo()
    xmp = _XMP.format(tool=quoteattr(tool), source=quoteattr(_SOURCE_TYPE), alt=_escaped(asked))
    texts.add_itxt("XML:com.adobe.xmp", xmp)
    texts.add_itxt("Software", tool)
    texts.add_itxt("Comment", f"{asked} Seed {painting.seed}, guidance {painting.options.guidance:g}.")
    stream = BytesIO()
    Image.fromarray(painting.pixels).save(stream, "PNG", pnginfo=texts, optimize=True)
    return stream.getvalue()


def requested(words: str) -> str:
    """The sentence that says what a machine was asked to paint; no description."""
    return f"Painted by a machine that was asked for: {' '.join(words.split())}."


def _escaped(text: str) -> str:
    # What XML has no place for, such as control characters, a request cannot use either.
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return escape(printable)
