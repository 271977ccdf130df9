"""Opening hours in China: a text becomes a schedule, which answers for every day of the year. Pure."""
