#!/bin/sh
# c2pa's Reader asks the network for what a picture names, and load_settings no longer keeps it from that.
#
# Seen with c2pa-python 0.38.1 on Python 3.11: a picture without a manifest of its own can name an address in its
# XMP (dcterms:provenance), and Reader sends a request there as soon as it opens the file. The setting
# verify.remote_manifest_fetch, given to load_settings, is accepted and has no effect on Reader; only a
# DeprecationWarning, which Python hides outside __main__, says so. Given in a Context it works. Who opens files
# of strangers should hand every Reader a Context, and count on no setting that is global.
#
# Run: sh findings/c2pa_load_settings_does_not_stop_fetching.sh. It fails if any of this has changed.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/env"
"$home/env/bin/pip" install --quiet c2pa-python==0.38.1 pillow==12.0.0
cd "$home"
"$home/env/bin/python" - <<'END'
import threading
import warnings
from http.server import BaseHTTPRequestHandler, HTTPServer

import c2pa
from PIL import Image

asked: list[str] = []


class Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


server = HTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
xmp = f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dcterms="http://purl.org/dc/terms/"
 dcterms:provenance="http://127.0.0.1:{server.server_port}/manifest.c2pa"/></rdf:RDF></x:xmpmeta>"""
Image.new("RGB", (64, 64)).save("named.jpg", xmp=xmp.encode())
no_fetch = {"verify": {"remote_manifest_fetch": False}}


def requests(**options: object) -> int:
    before = len(asked)
    try:
        c2pa.Reader("named.jpg", **options)
    except c2pa.C2paError:
        pass
    return len(asked) - before


found = {"as it is": requests()}
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    c2pa.load_settings(no_fetch)
found["after load_settings"] = requests()
found["with a Context"] = requests(context=c2pa.Context(c2pa.Settings.from_dict(no_fetch)))
print(f"requests of one Reader: {found}; load_settings warned: {[each.category.__name__ for each in said]}")
assert found == {"as it is": 1, "after load_settings": 1, "with a Context": 0}, "c2pa asks otherwise now"
assert [each.category for each in said] == [DeprecationWarning], "load_settings says something else now"
END
