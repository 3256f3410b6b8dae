"""From a picture to captions: network, decoding, ranking, and the bundle that they come in."""
