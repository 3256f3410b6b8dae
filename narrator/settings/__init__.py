"""What a person can choose: the settings, where they come from, and their rules."""
