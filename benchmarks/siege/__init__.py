"""How the web service treats honest clients while others attack it."""
