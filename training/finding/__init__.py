"""Two towers that bring pictures and words into one space, for `narrator find`."""
