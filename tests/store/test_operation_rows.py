"""The wire form on record: whoever writes it, the text is the one the standard library would write."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.store.operation_rows import encoded

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | _TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(_TEXTS, inner),
)


@given(_VALUES)
def test_json_is_written_as_the_standard_library_writes_it(value: Any) -> None:
    assert encoded(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_back_as_it_was(number: float) -> None:
    assert json.loads(encoded(number)) == number
