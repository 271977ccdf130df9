"""Regions, towns, operators and services: the files that they come from."""
