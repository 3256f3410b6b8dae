"""When the person last typed, as far as this system tells."""
