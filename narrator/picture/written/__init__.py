"""What somebody wrote about a picture into its file."""
