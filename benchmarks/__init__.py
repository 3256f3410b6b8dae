"""What the program costs: time, memory and silence, measured on the machine at hand."""
