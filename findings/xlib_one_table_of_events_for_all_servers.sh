#!/bin/sh
# python-xlib keeps one table of extensions' events for all connections of a process, though each X server gives
# them numbers of its own. After a connection to a second server whose numbers are others, events of the first
# one are taken for others, and a new connection to the first one fails with a TypeError.
#
# Seen with python-xlib 0.33 on Python 3.11, Debian 12: an Xvfb and an Xvfb without XFIXES. The table is a
# dictionary of the class, to which every connection adds what its server says. Narrator gives the connection
# of its hotkeys a table of its own, and each of its tests begins with an empty one.
#
# Run: sh findings/xlib_one_table_of_events_for_all_servers.sh. It needs Xvfb, and fails if this has changed.
set -eu
home=$(mktemp -d)
servers=""
: >"$home/displays"
trap 'kill $servers; rm -rf "$home"' EXIT
python3 -m venv "$home/env"
"$home/env/bin/pip" install --quiet python-xlib==0.33
for extensions in "" "-extension XFIXES"; do
    # shellcheck disable=SC2086
    Xvfb -displayfd 5 $extensions 5>>"$home/displays" 2>/dev/null &
    servers="$servers $!"
    while [ "$(wc -l <"$home/displays")" -lt "$(echo $servers | wc -w)" ]; do sleep 0.1; done
done
"$home/env/bin/python" - "$home/displays" <<'END'
import sys
from pathlib import Path

from Xlib.display import Display

first, second = (f":{number}" for number in Path(sys.argv[1]).read_text().split())
one = Display(first)
number = one.query_extension("XFIXES").first_event
before = one.display.event_classes[number]
other = Display(second)
after = one.display.event_classes[number]
print(f"Event {number} of the first server is {before}; after a connection to the second one {after}.")
assert before != after, "each connection has its own table now"
try:
    Display(first)
except TypeError as error:
    print(f"Another connection to the first server: TypeError: {error}")
else:
    raise AssertionError("another connection works now")
END
