"""How the database came to be what the models say."""
