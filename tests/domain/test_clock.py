"""Instants as RFC 3339: written by hand, read by the standard library."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.clock import from_rfc3339, to_rfc3339

_FIRST, _LAST = from_rfc3339("0001-01-01T00:00:00Z"), from_rfc3339("9999-12-31T23:59:59.999Z")


@given(st.integers(_FIRST, _LAST))
def test_an_instant_is_written_as_the_standard_library_writes_it(instant: int) -> None:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=instant)
    precision = "milliseconds" if instant % 1000 else "seconds"
    assert to_rfc3339(instant) == moment.isoformat(timespec=precision).removesuffix("+00:00") + "Z"
    assert from_rfc3339(to_rfc3339(instant)) == instant


@pytest.mark.parametrize("instant", [_FIRST - 1, _LAST + 1])
def test_an_instant_outside_the_calendar_has_no_name(instant: int) -> None:
    with pytest.raises(OverflowError):
        to_rfc3339(instant)
