"""What is no picture that can be opened: said by its name, and what to save it as."""

import re


class UnreadableError(ValueError):
    """A sound file of a kind or variant that cannot be read; its text goes on after the file's name.

    `decoding` makes the sentence: "NAME is a drawing of AutoCAD, which cannot be opened; save it as PNG and
    try again.".
    """


_EXPORT = "export it as PNG or JPEG"

_OTHERS = (
    (rb"\x76\x2f\x31\x01", "an OpenEXR picture", f"{_EXPORT} and try again"),
    (rb"#\?(RADIANCE|RGBE)\n", "a Radiance HDR picture", f"{_EXPORT} and try again"),
    (rb"(\xd7\xcd\xc6\x9a|[\x01\x02]\0\x09\0\0[\x01\x03])", "a Windows metafile", f"{_EXPORT} and try again"),
    (rb"\x01\0\0\0.{36} EMF", "a Windows metafile", f"{_EXPORT} and try again"),
    (rb"II\xbc", "a JPEG XR picture", f"{_EXPORT} and try again"),
    (rb"DDS |\xabKTX ", "a texture of a game", f"{_EXPORT} and try again"),
    (rb"gimp xcf ", "a project of GIMP", f"open it in GIMP, {_EXPORT} and try again"),
    (rb"8BPS\0\x02", "a large document of Photoshop", f"{_EXPORT} in Photoshop and try again"),
    (rb"PK.{28}mimetypeapplication/x-krita", "a project of Krita", f"open it in Krita, {_EXPORT}"),
    (rb"PK.{28}mimetypeimage/openraster", "an OpenRaster project", f"{_EXPORT} and try again"),
    (rb"AT&TFORM....DJV", "a DjVu document", "export its page as PNG and try again"),
    (rb"%!PS|\xc5\xd0\xd3\xc6", "a PostScript file", "save it as PDF or PNG and try again"),
    (rb"FORM....(ILBM|PBM )", "an Amiga picture", f"{_EXPORT} and try again"),
    (rb"\x01\xda[\0\x01][\x01\x02]", "a Silicon Graphics picture", f"{_EXPORT} and try again"),
    (rb"SIMPLE  =", "a FITS file of a telescope", f"{_EXPORT} and try again"),
    (rb"BPG\xfb", "a BPG picture", f"{_EXPORT} and try again"),
    (rb"FLIF", "a FLIF picture", f"{_EXPORT} and try again"),
    (rb".{128}DICM", "a DICOM file of a medical scanner", f"{_EXPORT} and try again"),
    (rb"qoif", "a QOI picture", f"{_EXPORT} and try again"),
    (rb"\x0a[\0-\x05]\x01[\x01\x02\x04\x08]", "a PCX picture of Paintbrush", f"{_EXPORT} and try again"),
    (rb"P[7Ff]\s", "a picture of the Netpbm kinds PAM or PFM", f"{_EXPORT} and try again"),
    (rb"BA(.{12})(BM|CI|IC|PT|CP)", "an icon of OS/2", f"{_EXPORT} and try again"),
    (rb"\0\0\x02\0[\x01-\x40]\0", "a mouse pointer of Windows", f"{_EXPORT} and try again"),
    (rb"FOVb", "a raw photograph of a Sigma camera", f"{_EXPORT} in the camera's program and try again"),
)
"""First bytes, what it is, what to do. Kinds that people meet; whatever has no entry is no picture."""


def refuse_by_name(data: bytes) -> None:
    """Raise UnreadableError for a file of a known kind that cannot be opened."""
    for signature, what, advice in _OTHERS:
        if re.match(signature, data, re.DOTALL):
            raise UnreadableError(f"is {what}, which cannot be opened; {advice}.")


def variant(what: str, advice: str = f"{_EXPORT} and try again") -> UnreadableError:
    """A variant that the decoder of its format cannot read: `what` as in "a JPEG of 12 bits"."""
    return UnreadableError(f"is {what}, which cannot be read; {advice}.")


def needs(package: str, what: str, extra: str | None = None) -> UnreadableError:
    """A kind whose decoder is not installed: of an extra, or one that Narrator brings where there is one."""
    from narrator.installation.choice import this_installation

    installation = this_installation()
    command = installation.to_add(extra) if extra else installation.to_mend(package)
    return UnreadableError(f"is {what}, and what reads it is not installed; run {command} and try again.")
