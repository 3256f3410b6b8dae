"""How a painter learns: pictures made small, the flow from noise to them, and its weights made a bundle."""
