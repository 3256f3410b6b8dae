#!/bin/sh
# s3fs.walk leaves out objects whose key has two slashes in a row, and gives a file without a name in their place;
# find of the same file system has them. Who lists a bucket by walking it loses such pictures without a word.
#
# Seen with s3fs 2025.10.0 and moto 5.1.16 on Python 3.11, Debian 12. S3 takes any key, and programs that join
# a folder that ends with a slash and a name write such ones. Narrator lists a store with find.
#
# Run: sh findings/s3fs_walk_leaves_out_keys_with_empty_parts.sh. It fails if this has changed.
set -eu
home=$(mktemp -d)
server=""
: >"$home/log"
trap 'kill $server; rm -rf "$home"' EXIT
python3 -m venv "$home/env"
"$home/env/bin/pip" install --quiet s3fs==2025.10.0 'moto[server]==5.1.16'
"$home/env/bin/moto_server" --host 127.0.0.1 --port 0 2>"$home/log" &
server=$!
until grep -q 'Running on' "$home/log"; do sleep 0.1; done
address=$(grep -o 'http://127.0.0.1:[0-9]*' "$home/log" | head -n 1)
"$home/env/bin/python" - "$address" <<'PYTHON'
import sys

import s3fs

store = s3fs.S3FileSystem(key="key", secret="secret", endpoint_url=sys.argv[1])
store.mkdir("album")
keys = ["album/2026/boat.png", "album/2026//sea.png"]
for key in keys:
    store.pipe(key, b"picture")
store.invalidate_cache()
walked = sorted(f"{folder}/{name}" for folder, _, names in store.walk("album") for name in names)
store.invalidate_cache()
found = sorted(store.find("album"))
print(f"walk: {walked}; find: {found}.")
assert found == sorted(keys)
assert "album/2026//sea.png" not in walked, "walk has both now"
PYTHON
