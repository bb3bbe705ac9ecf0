"""Promises in notes: found with their moment; what is over, or only happened at a time, is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.clock import from_rfc3339, to_rfc3339
from cxloop_tui.domain.promise import promise_in

WEDNESDAY = from_rfc3339("2026-12-02T14:20:30Z")


@pytest.mark.parametrize(
    ("text", "sentence", "at"),
    [
        ("will call at 15:00", "will call at 15:00", "2026-12-02T15:00:00Z"),
        ("Spoke to her. Will call back on Friday, 9am.", "Will call back on Friday, 9am", "2026-12-04T09:00:00Z"),
        ("She'll be home tomorrow afternoon", "She'll be home tomorrow afternoon", "2026-12-03T15:00:00Z"),
        ("Promised an answer by Monday!", "Promised an answer by Monday", "2026-12-07T09:00:00Z"),
        ("I will write\nagain in 3 days", "again in 3 days", "2026-12-05T14:20:30Z"),
        ("Will call at 14.30. Then we see", "Will call at 14.30", "2026-12-02T14:30:00Z"),
    ],
)
def test_what_is_promised_and_when(text: str, sentence: str, at: str) -> None:
    found = promise_in(text, WEDNESDAY, 0)
    assert found is not None
    assert (found.text, to_rfc3339(found.at)) == (sentence, at)


@pytest.mark.parametrize(
    "text", ["", "Called at 15:00", "He waits since 2020-01-01", "will call back", "Room 15:00", "It will be fine"]
)
def test_what_is_no_promise(text: str) -> None:
    assert promise_in(text, WEDNESDAY, 0) is None


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    found = promise_in(text, WEDNESDAY, 60)
    assert found is None or found.at > WEDNESDAY
