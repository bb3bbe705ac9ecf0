"""A list of words for each supported language, written by hand: one module each, named as ISO 639-1 has it."""
