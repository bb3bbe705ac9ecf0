"""The names a query can use."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.query import Field


@frozen
class Vocabulary:
    """Segments by code, people by e-mail, words used before, and who `me` is."""

    segments: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    categories: Sequence[str] = ()
    tags: Sequence[str] = ()
    me: str | None = None
    causes: Sequence[str] = ()

    def used(self, field: Field) -> Sequence[str]:
        """Return the words that tickets have in a field already: tags, categories, causes."""
        return {Field.TAG: self.tags, Field.CATEGORY: self.categories, Field.CAUSE: self.causes}[field]
