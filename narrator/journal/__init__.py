"""What was described, spoken and corrected, kept in SQLite on this machine."""
