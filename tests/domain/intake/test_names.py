"""Names made of a file's content, by property."""

import json
from hashlib import blake2b

from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.intake import Fingerprints, response_id, source_of

cells_strategy = st.lists(
    st.tuples(st.text(max_size=5), st.text(max_size=8)), max_size=5, unique_by=lambda pair: pair[0]
)


@given(pairs=cells_strategy, data=st.data())
def test_the_order_of_columns_does_not_matter_to_identity(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    other = data.draw(st.permutations(pairs))
    assert source_of([name for name, _ in pairs]) == source_of([name for name, _ in other])
    assert _fingerprint(pairs) == _fingerprint(other)


@given(pairs=cells_strategy)
def test_a_fingerprint_is_that_of_the_sorted_pairs_as_json(pairs: list[tuple[str, str]]) -> None:
    said = json.dumps(_said(pairs)).encode()
    assert _fingerprint(pairs) == blake2b(said, digest_size=16).hexdigest()


@given(one=cells_strategy, other=cells_strategy)
def test_rows_that_differ_have_other_fingerprints(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> None:
    assert (_fingerprint(one) == _fingerprint(other)) == (_said(one) == _said(other))


def _said(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted((name, cell.replace("\r\n", "\n")) for name, cell in pairs if cell)


def _fingerprint(pairs: list[tuple[str, str]]) -> str:
    return Fingerprints([name for name, _ in pairs]).of([cell for _, cell in pairs])


def test_identity_takes_any_text_and_is_the_same_in_every_release() -> None:
    assert _fingerprint([("a", "\ud800\0")]) != _fingerprint([("a", "\ud800")])
    first = response_id(source_of(["NPS"]), _fingerprint([("NPS", "3")]) + "#0")
    assert first == "7a827f28-401b-55bb-a02a-6054ec1fcb0f"
