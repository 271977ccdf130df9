"""The bytes of a file that somebody sends become tables of texts."""
