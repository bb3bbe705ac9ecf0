"""The log of a segment, a person or the policy as people read it in a terminal."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from cxloop_tui.domain.organisation_log import PutLine, change_words


def put_lines(log: Iterable[PutLine]) -> Iterator[str]:
    """Yield a line for each change: when, who, what became of which field."""
    for line in log:
        when = datetime.fromtimestamp(line.at / 1000, tz=UTC).strftime("%Y-%m-%d %H:%M")
        gone = "  (undone)" if line.undone else ""
        yield f"{when}  {line.by}  {change_words(line)}{gone}"
