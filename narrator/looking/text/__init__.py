"""The text in a picture: engines that find pieces of it, and the order in which these are read."""
