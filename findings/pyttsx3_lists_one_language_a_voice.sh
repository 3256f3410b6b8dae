#!/bin/sh
# pyttsx3 lists only the first language of each espeak-ng voice, so French is not found as "fr".
#
# Seen with pyttsx3 2.99 and espeakng-loader 0.2.4 (espeak-ng 1.52.0) on Python 3.11. espeak-ng gives each voice's
# languages as one buffer of several strings, each with a priority byte before it and a null byte behind it.
# pyttsx3 declares it as a C string, which ends at the first null byte. So `voice.languages` of the French voice
# is ["fr-fr"], although the voice says "fr" too, and that of the British one ["en-gb"] without "en". Whoever
# looks for "fr" or "en" by the whole tag finds none, and by the beginning of the tag first finds the Belgian
# and the Caribbean voice. Try "fr-fr" and "en-gb" yourself, or ask espeak-ng by the voice's name.
#
# Run: sh findings/pyttsx3_lists_one_language_a_voice.sh. It fails if any of this has changed.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/env"
"$home/env/bin/pip" install --quiet pyttsx3==2.99 espeakng-loader==0.2.4
cd "$home"
cat > listing.py <<'END'
import ctypes
import os

import espeakng_loader

os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
library = ctypes.CDLL(espeakng_loader.get_library_path())
# pyttsx3 looks for the library by its name, and finds the one of the wheel that is loaded already.
ctypes.cdll.LoadLibrary = lambda name: library

import pyttsx3  # noqa: E402


class Voice(ctypes.Structure):
    """espeak_VOICE of speak_lib.h, as far as it is needed."""

    _fields_ = [("name", ctypes.c_void_p), ("languages", ctypes.c_void_p), ("identifier", ctypes.c_char_p)]


def strings(address: int) -> list[str]:
    """All languages of a voice: (priority byte, letters, null byte) for each, and one more null byte."""
    found = []
    while ctypes.string_at(address, 1) != b"\0":
        letters = ctypes.string_at(address + 1)
        found.append(letters.decode())
        address += 1 + len(letters) + 1
    return found


listed = {voice.id: voice.languages for voice in pyttsx3.init("espeak").getProperty("voices")}
library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(Voice))
voices = library.espeak_ListVoices(None)
own, place = {}, 0
while voices[place]:
    own[voices[place].contents.identifier.decode().lower()] = strings(voices[place].contents.languages)
    place += 1
for voice in ("roa/fr", "gmw/en", "gmw/de"):
    print(f"{voice}: espeak-ng says {own[voice]}, pyttsx3 lists {listed[voice]}")
begins = {
    tag: next(voice for voice, languages in listed.items() if languages[0].startswith(tag)) for tag in ("fr", "en")
}
print(f"the first voice whose language begins so: {begins}")
assert (own["roa/fr"], listed["roa/fr"]) == (["fr-fr", "fr"], ["fr-fr"]), "French is listed otherwise now"
assert (own["gmw/en"], listed["gmw/en"]) == (["en-gb", "en"], ["en-gb"]), "English is listed otherwise now"
assert not any({"fr", "en"} & set(languages) for languages in listed.values()), "it lists fr or en now"
assert begins == {"fr": "roa/fr-be", "en": "gmw/en-029"}, "another voice comes first now"
END
"$home/env/bin/python" listing.py
