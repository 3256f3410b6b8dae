"""What a captioning network is: encoders, decoders and the captioner that joins them (PyTorch)."""
