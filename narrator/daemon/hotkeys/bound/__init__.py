"""Keys that a desktop binds to our commands itself, where programs can have none, or a person prefers it."""
