"""What works on this machine, part by part, and how to mend what does not."""
