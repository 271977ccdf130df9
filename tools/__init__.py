"""Tools for those who build the product; the running program needs none of them."""
