"""Segments, their tree, and the segment rule: where a ticket may be moved."""

from collections.abc import Iterator, Mapping
from typing import Final

from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.status import Status

SEPARATOR: Final = " › "
"""Between the names of a path, from the top down."""


@frozen
class Segment:
    """A part of the organisation that tickets belong to."""

    code: str
    """Its identity: lower case, stable; the name may change."""
    name: str
    parent: str | None = None
    managers: tuple[str, ...] = ()
    """E-mails, ordered: the first leads."""
    active: bool = True
    """Whether tickets may come here; one that was given up keeps its name for what once lay in it."""
    merged_into: str | None = None
    """The code of the segment that took its tickets over."""


class SegmentTree:
    """All segments of a space and how they lie above and below each other.

    Those given up are known by their code and name, but lie nowhere any more.
    """

    def __init__(self, segments: Mapping[str, Segment]) -> None:
        self._segments = dict(segments)
        self._children: dict[str | None, list[str]] = {}
        for segment in self._segments.values():
            if segment.active:
                self._children.setdefault(segment.parent, []).append(segment.code)

    def __contains__(self, code: object) -> bool:
        return code in self._segments

    def __getitem__(self, code: str) -> Segment:
        return self._segments[code]

    def __iter__(self) -> Iterator[Segment]:
        """Walk the segments that are in use top down, each before those below it."""
        pending = list(reversed(self.children(None)))
        while pending:
            code = pending.pop()
            yield self._segments[code]
            pending.extend(reversed(self.children(code)))

    def __len__(self) -> int:
        return sum(segment.active for segment in self._segments.values())

    @property
    def ever(self) -> Mapping[str, Segment]:
        """All there ever were, by code, in the order in which they were made."""
        return self._segments

    def is_open(self, code: object) -> bool:
        """Say whether tickets may come to a segment of that code."""
        return code in self._segments and self._segments[str(code)].active

    def heir(self, code: str) -> str:
        """Return where what belonged to a segment belongs now: itself while it is in use.

        Of one that was merged: who took it over. Of one that was given up: the nearest above that is in use. The
        code last met when there is no such segment.
        """
        seen: set[str] = set()
        while code in self._segments and not self.is_open(code) and code not in seen:
            seen.add(code)
            segment = self._segments[code]
            code = segment.merged_into or segment.parent or code
        return code

    def get(self, code: str) -> Segment | None:
        """Return the segment of that code, or None."""
        return self._segments.get(code)

    def name(self, code: str) -> str:
        """Return the name to show for a code; an unknown code shows itself."""
        segment = self._segments.get(code)
        return code if segment is None else segment.name

    def children(self, code: str | None) -> tuple[str, ...]:
        """Return the codes in use right below; below None lie the top-level segments."""
        return tuple(self._children.get(code, ()))

    def above(self, code: str) -> tuple[str, ...]:
        """Return the codes above, the nearest first."""
        found: list[str] = []
        parent = self._segments[code].parent
        while parent is not None and parent in self._segments and parent not in found:
            found.append(parent)
            parent = self._segments[parent].parent
        return tuple(found)

    def below(self, code: str) -> tuple[str, ...]:
        """Return the code itself and every code below it, top down."""
        found = [code]
        for at in found:
            found.extend(child for child in self.children(at) if child not in found)
        return tuple(found)

    def siblings(self, code: str) -> tuple[str, ...]:
        """Return the other segments under the same parent; top-level segments are siblings."""
        return tuple(other for other in self.children(self._segments[code].parent) if other != code)

    def path(self, code: str) -> str:
        """Return the names from the top down to this segment."""
        if code not in self._segments:
            return code
        return SEPARATOR.join(self.name(at) for at in (*reversed(self.above(code)), code))


def allowed_targets(tree: SegmentTree, segment: str, status: Status) -> tuple[str, ...]:
    """List where a ticket of `segment` may go when its status after the operation is `status`.

    New, open, resolved: a sibling or a child. Escalated: the parent or any segment above, nearest first
    (QuestionPro CX, closed-loop tickets). Out of a segment that was given up it may go anywhere.
    """
    if not tree.is_open(segment):
        return tuple(found.code for found in tree)
    if status is Status.ESCALATED:
        return tree.above(segment)
    return tree.children(segment) + tree.siblings(segment)


def why_not(tree: SegmentTree, segment: str, target: str, status: Status) -> str | None:
    """Say why the segment rule refuses `target`, None when it accepts it."""
    if target not in tree:
        return f"there is no segment {target!r}"
    if not tree.is_open(target):
        return f"{tree.name(target)} is not in use any more"
    if target in allowed_targets(tree, segment, status):
        return None
    name, here = tree.name(target), tree.name(segment)
    if target == segment:
        return f"it is in {here} already"
    if status is Status.ESCALATED:
        return f"{name} is not above {here}: an escalated ticket moves up only"
    return f"{name} is neither beside nor right below {here}; to go up, escalate"
