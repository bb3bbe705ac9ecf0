"""The names a query can use."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from cxloop_tui.domain.frozen import frozen


@frozen
class Vocabulary:
    """Segments by code, people by e-mail, words used before, and who `me` is."""

    segments: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    categories: Sequence[str] = ()
    tags: Sequence[str] = ()
    me: str | None = None
