"""Files are opened in a process that can be ended: what starts it, what runs in it, and what they write."""
