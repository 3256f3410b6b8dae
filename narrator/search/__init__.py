"""Pictures found again by words, or by a picture that is like them."""
