"""Pictures within documents and web pages: where they stand, what they are, and words written into copies."""
