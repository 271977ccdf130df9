"""Staff find an outlet, correct it, verify its number, and change many at once."""
