"""Which formats are read: how each is recognised, opened and guarded."""
