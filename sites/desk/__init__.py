"""Staff correct and verify what is stored: the admin site with its forms, queues and history."""
