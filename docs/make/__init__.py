"""What stands in the pages of docs/ because it stands in the code: one module for each page.

`python -m docs.make` writes it, and tests/docs/test_made.py compares.
"""
