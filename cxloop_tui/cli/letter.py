"""A letter as people read it in a terminal before it goes: to whom, about what, its text."""

from collections.abc import Iterator

from cxloop_tui.domain.operation import Preview
from cxloop_tui.domain.text import clean_block, clean_line
from cxloop_tui.services.records import Record


def letter_record(letter: Preview) -> Record:
    """Return a letter that goes to nobody yet; docs/json.md lists the keys."""
    return {"to": list(letter.to), "cc": list(letter.cc), "title": letter.title, "text": letter.text}


def letter_lines(letter: Preview, *told: str) -> Iterator[str]:
    """Yield the lines of a letter; what is `told` of it stands before its text."""
    yield f"To: {clean_line(', '.join(letter.to)) or 'nobody by name'}"
    if letter.cc:
        yield f"Cc: {clean_line(', '.join(letter.cc))}"
    yield f"Subject: {clean_line(letter.title)}"
    yield from map(clean_line, told)
    yield ""
    yield from clean_block(letter.text).splitlines()
