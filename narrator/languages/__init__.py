"""In which language a text is: what somebody stated, and what its letters tell."""
