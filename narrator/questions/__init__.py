"""Questions about a picture: what is asked, what the picture has to say to it, and the answer."""
