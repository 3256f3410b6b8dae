"""How this Narrator was installed; one file for each way, which knows the commands that change it."""
