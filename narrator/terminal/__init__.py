"""What the commands share and is no command: reading arguments, printing, telling, options."""
