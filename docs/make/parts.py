"""All made parts; a page with a new one adds it here."""

from docs.make import commands, privacy, python, settings, web
from docs.make.part import Part

PARTS: tuple[Part, ...] = (*commands.PARTS, *settings.PARTS, *python.PARTS, *privacy.PARTS, *web.PARTS)
