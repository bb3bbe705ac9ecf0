"""The nearest of some known words to one that is not known, for "did you mean"."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the known word most similar to another, None when none is as similar as `cutoff`, 0 to 1."""
    from difflib import get_close_matches  # noqa: PLC0415 - who makes no mistake does without it

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=cutoff)), None)
