"""Those who are asked where an address is, each behind one interface."""
