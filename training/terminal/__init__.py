"""What the commands of training share: arguments, sentences, tables."""
