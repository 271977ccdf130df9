"""An address becomes a position: providers, policy, checks, the gazetteer."""

__all__ = [
    "chain",
    "checks",
    "findings",
    "gazetteer",
    "memory",
    "move",
    "offline",
    "pins",
    "places",
    "policy",
    "proposals",
    "provider_answers",
    "providers",
    "run",
    "summary",
    "system_checks",
    "throttle",
]
