"""Staff see who changed what, and take single changes back."""
