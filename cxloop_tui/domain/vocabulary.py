"""The names a query can use."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.query import Field

if TYPE_CHECKING:
    from cxloop_tui.domain.organisation import Organisation


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


def vocabulary_of(space: "Organisation") -> Vocabulary:
    """Return the segments and people of a space; what was given up is there by its code alone."""
    return Vocabulary(
        segments={at.code: at.name if at.active else at.code for at in space.tree.ever.values()},
        people={person.email: person.name for person in space.people.values()},
    )
