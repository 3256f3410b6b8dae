"""The painter: the captioner's task the other way round, a small picture from words."""

from models.painter.config import PainterConfig
from models.painter.painter import Painter

__all__ = ["Painter", "PainterConfig"]
