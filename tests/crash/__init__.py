"""Crashes made on purpose: what the store says it has kept must be on the disk."""
