"""What every HTML page shows: a question out of a request, filters, cards, one response.

The doors `pages`, `maps`, `check_table` and `desk` share it; programs have the API instead.
"""

__all__ = [
    "answer_page",
    "appearance",
    "cards",
    "directions",
    "keys",
    "open_now",
    "question",
    "responses",
    "tiles",
]
