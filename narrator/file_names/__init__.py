"""What a file's name says of a picture, and how it is said."""
