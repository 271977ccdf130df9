"""An address becomes a position: providers, policy, checks, the gazetteer."""
