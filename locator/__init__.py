"""The Django project: settings, root addresses, the server. It may import everything."""
