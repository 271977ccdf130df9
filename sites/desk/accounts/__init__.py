"""Staff accounts: who has one, how they log in, and when a session ends."""

__all__ = [
    "admin",
    "login",
    "passwords",
    "sessions",
]
