"""Collections too large for one machine: shards of pictures, each described somewhere into a file."""
