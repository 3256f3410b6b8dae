#!/bin/sh
# PDFium gives the bounds of an object inside a form (a drawing that a page uses) in the form's own coordinates:
# where the page draws the form, and how large, is left out, so that a picture seems to lie elsewhere.
#
# Seen with pypdfium2 5.1.0 on Python 3.11, Debian 12: a page draws a form of one square at (100, 50), twice as
# large. FPDFPageObj_GetBounds of the square is (0, 0, 10, 10); on the page it covers (100, 50, 120, 70).
# Narrator multiplies the matrices of all forms that a picture is in.
#
# Run: sh findings/pdfium_bounds_within_a_form_leave_out_its_place.sh. It fails if this has changed.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/env"
"$home/env/bin/pip" install --quiet pypdfium2==5.1.0
"$home/env/bin/python" - <<'PYTHON'
import pypdfium2


def pdf() -> bytes:
    """A page whose content draws a form moved and enlarged."""

    def stream(entries: bytes, content: bytes) -> bytes:
        return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)

    objects = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R"
        b" /Resources <</XObject <</F 5 0 R>>>>>>",
        stream(b"", b"q 2 0 0 2 100 50 cm /F Do Q"),
        stream(b"/Type /XObject /Subtype /Form /BBox [0 0 10 10]", b"0 0 10 10 re f"),
    ]
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<</Size 6 /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


page = pypdfium2.PdfDocument(pdf())[0]
form, square = page.get_objects(max_depth=2)
print(f"The form: {form.get_bounds()}; the square in it: {square.get_bounds()}.")
assert form.get_bounds() == (100, 50, 120, 70)
assert square.get_bounds() == (0, 0, 10, 10), "the bounds are those on the page now"
PYTHON
