"""`python -m narrator` is the command `narrator`."""

import sys

from narrator.cli import main

sys.exit(main())
