"""What Narrator keeps on this machine besides the program, and how it goes."""
