"""Journeys through the whole program: a person at a pseudo-terminal, and beside them the command line."""
