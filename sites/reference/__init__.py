"""Regions, towns, operators and services: their files, their rows, and what doors show of them."""
