"""`python -m benchmarks.translation`: what a caption in another language costs, beside English."""

import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from benchmarks.measurement import Measurement
from benchmarks.runtime import SIZES, draw_photograph
from narrator.captioning.captioner import Captioner
from narrator.translation.shelf import translator_for
from narrator.translation.translator import BEAM, Translator
