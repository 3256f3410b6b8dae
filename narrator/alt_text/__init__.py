"""Alt text in the metadata of picture files and beside them, marked as a machine's."""
