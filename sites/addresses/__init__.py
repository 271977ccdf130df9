"""A Chinese address text → its parts and its town. Pure: no Django, nothing of ours, no files."""
