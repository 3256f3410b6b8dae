"""The web service and its page; needs the extra `web`."""
