"""What a service says of a picture: describe.py ADDRESS TOKEN_FILE PICTURE."""

import json
import sys
from pathlib import Path
from urllib.request import Request, urlopen

address, token_file, picture = sys.argv[1:]
bearer = {"Authorization": f"Bearer {Path(token_file).read_text().strip()}"}
print(json.load(urlopen(Request(f"{address}/v1/describe", Path(picture).read_bytes(), bearer)))["spoken"])
