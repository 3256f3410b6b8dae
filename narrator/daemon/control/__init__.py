"""How the running daemon is told what to do, and asked: its control socket and the client of it."""
