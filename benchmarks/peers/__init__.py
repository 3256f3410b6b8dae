"""Other captioners beside ours: what one caption of one picture costs each of them on this machine."""
