"""What a picture is before it is described, as far as its pixels tell."""
