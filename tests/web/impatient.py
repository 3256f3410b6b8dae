"""`python -m tests.web.impatient JSON ...`: narrator whose service has other limits: no test waits."""

import json
import sys
from functools import partial

from narrator.cli import main
from narrator.web import limits

if __name__ == "__main__":
    vars(limits)["Limits"] = partial(limits.Limits, **json.loads(sys.argv.pop(1)))
    sys.exit(main())
