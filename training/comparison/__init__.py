"""The comparison of encoders and decoders: what is compared, one cell of it, and the report."""
