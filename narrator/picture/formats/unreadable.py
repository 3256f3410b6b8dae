"""What is no picture that can be opened: said by its name, and what to save it as."""

import re

from narrator.languages.catalogue import gettext, sentence_of


class UnreadableError(ValueError):
    """A sound file of a kind or variant that cannot be read; its text goes on after the file's name.

    `decoding` makes the sentence: "NAME is a drawing of AutoCAD, which cannot be opened; save it as PNG and
    try again.".
    """


_EXPORT = sentence_of("export it as PNG or JPEG and try again")

_OTHERS = (
    (rb"\x76\x2f\x31\x01", sentence_of("an OpenEXR picture"), _EXPORT),
    (rb"#\?(RADIANCE|RGBE)\n", sentence_of("a Radiance HDR picture"), _EXPORT),
    (rb"(\xd7\xcd\xc6\x9a|[\x01\x02]\0\x09\0\0[\x01\x03])", sentence_of("a Windows metafile"), _EXPORT),
    (rb"\x01\0\0\0.{36} EMF", sentence_of("a Windows metafile"), _EXPORT),
    (rb"II\xbc", sentence_of("a JPEG XR picture"), _EXPORT),
    (rb"DDS |\xabKTX ", sentence_of("a texture of a game"), _EXPORT),
    (
        rb"gimp xcf ",
        sentence_of("a project of GIMP"),
        sentence_of("open it in GIMP, export it as PNG or JPEG and try again"),
    ),
    (
        rb"8BPS\0\x02",
        sentence_of("a large document of Photoshop"),
        sentence_of("export it as PNG or JPEG in Photoshop and try again"),
    ),
    (
        rb"PK.{28}mimetypeapplication/x-krita",
        sentence_of("a project of Krita"),
        sentence_of("open it in Krita, export it as PNG or JPEG"),
    ),
    (rb"PK.{28}mimetypeimage/openraster", sentence_of("an OpenRaster project"), _EXPORT),
    (
        rb"AT&TFORM....DJV",
        sentence_of("a DjVu document"),
        sentence_of("export its page as PNG and try again"),
    ),
    (
        rb"%!PS|\xc5\xd0\xd3\xc6",
        sentence_of("a PostScript file"),
        sentence_of("save it as PDF or PNG and try again"),
    ),
    (rb"FORM....(ILBM|PBM )", sentence_of("an Amiga picture"), _EXPORT),
    (rb"\x01\xda[\0\x01][\x01\x02]", sentence_of("a Silicon Graphics picture"), _EXPORT),
    (rb"SIMPLE  =", sentence_of("a FITS file of a telescope"), _EXPORT),
    (rb"BPG\xfb", sentence_of("a BPG picture"), _EXPORT),
    (rb"FLIF", sentence_of("a FLIF picture"), _EXPORT),
    (rb".{128}DICM", sentence_of("a DICOM file of a medical scanner"), _EXPORT),
    (rb"qoif", sentence_of("a QOI picture"), _EXPORT),
    (rb"\x0a[\0-\x05]\x01[\x01\x02\x04\x08]", sentence_of("a PCX picture of Paintbrush"), _EXPORT),
    (rb"P[7Ff]\s", sentence_of("a picture of the Netpbm kinds PAM or PFM"), _EXPORT),
    (rb"BA(.{12})(BM|CI|IC|PT|CP)", sentence_of("an icon of OS/2"), _EXPORT),
    (rb"\0\0\x02\0[\x01-\x40]\0", sentence_of("a mouse pointer of Windows"), _EXPORT),
    (
        rb"FOVb",
        sentence_of("a raw photograph of a Sigma camera"),
        sentence_of("export it as PNG or JPEG in the camera's program and try again"),
    ),
)
"""First bytes, what it is, what to do. Kinds that people meet; whatever has no entry is no picture."""


def refuse_by_name(data: bytes) -> None:
    """Raise UnreadableError for a file of a known kind that cannot be opened."""
    for signature, what, advice in _OTHERS:
        if re.match(signature, data, re.DOTALL):
            raise UnreadableError(
                gettext("is {what}, which cannot be opened; {advice}.").format(
                    what=gettext(what), advice=gettext(advice)
                )
            )


def variant(what: str, advice: str = _EXPORT) -> UnreadableError:
    """A variant that the decoder of its format cannot read: `what` as in "a JPEG of 12 bits"."""
    return UnreadableError(
        gettext("is {what}, which cannot be read; {advice}.").format(
            what=gettext(what), advice=gettext(advice)
        )
    )


def needs(package: str, what: str, extra: str | None = None) -> UnreadableError:
    """A kind whose decoder is not installed: of an extra, or one that Narrator brings where there is one."""
    from narrator.installation.choice import this_installation

    installation = this_installation()
    command = installation.to_add(extra) if extra else installation.to_mend(package)
    said = gettext("is {what}, and what reads it is not installed; run {command} and try again.")
    return UnreadableError(said.format(what=gettext(what), command=command))
