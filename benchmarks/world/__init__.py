"""What Narrator says of other people's test files, and in what two versions of it differ."""
