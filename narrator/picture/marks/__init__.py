"""What a file says of how its picture was made."""
