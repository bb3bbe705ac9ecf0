"""Names made of a file's content, by property."""

from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.intake import fingerprint, response_id, source_of

cells_strategy = st.lists(
    st.tuples(st.text(max_size=5), st.text(max_size=8)), max_size=5, unique_by=lambda pair: pair[0]
)


@given(pairs=cells_strategy, data=st.data())
def test_the_order_of_columns_does_not_matter_to_identity(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    other = data.draw(st.permutations(pairs))
    names, cells = [name for name, _ in pairs], [cell for _, cell in pairs]
    assert source_of(names) == source_of([name for name, _ in other])
    assert fingerprint(names, cells) == fingerprint([name for name, _ in other], [cell for _, cell in other])


@given(one=cells_strategy, other=cells_strategy)
def test_rows_that_differ_have_other_fingerprints(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> None:
    def said(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return sorted((name, cell.replace("\r\n", "\n")) for name, cell in pairs if cell)

    same = fingerprint(*_columns(one)) == fingerprint(*_columns(other))
    assert same == (said(one) == said(other))


def _columns(pairs: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [name for name, _ in pairs], [cell for _, cell in pairs]


def test_identity_takes_any_text_and_is_the_same_in_every_release() -> None:
    assert fingerprint(["a"], ["\ud800\0"]) != fingerprint(["a"], ["\ud800"])
    first = response_id(source_of(["NPS"]), fingerprint(["NPS"], ["3"]) + "#0")
    assert first == "7a827f28-401b-55bb-a02a-6054ec1fcb0f"
