"""cxloop: the desk, in a terminal, for people who close the loop with customers."""

__version__ = "0.1.0"
