"""What starts the daemon when the person logs in; one file for each way in which a system does that."""
