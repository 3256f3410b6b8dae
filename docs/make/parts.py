"""All made parts; a page with a new one adds it here."""

from docs.make import commands, drawing, privacy, python, settings, web
from docs.make.part import Part

PARTS: tuple[Part, ...] = (
    *drawing.PARTS,
    *commands.PARTS,
    *settings.PARTS,
    *python.PARTS,
    *privacy.PARTS,
    *web.PARTS,
)
