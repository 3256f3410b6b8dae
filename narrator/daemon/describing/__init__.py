"""The network in a process of its own, which comes when it is needed and goes when it is not."""
