"""The databases find the same: whatever is written and whatever is searched, in any script."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxloop_tui.domain.selection import Order, Selection
from tests.contract.house import AT_HAND, House, built

PIECES = (
    "late", "refund", "Refund", "REFUNDED", "ré", "perché", "Straße", "ﬁn", "Łódź", "İstanbul", "o'neill", "no no",
    "ana.conti@shop.example", "#1042", "1", "²", "10", "房间", "很吵", "房", "吵", "カ゛ス", "ก็เสียง", "환불", "قهوة",
    '"', "\\", "%", "_", "*", "?", ":", "&", "|", "!", "(", ")", "<->", "\u200b", "\u0301", "x" * 600, "д" * 600,
)  # fmt: skip
texts = (
    st.lists(st.sampled_from(PIECES) | st.text(max_size=4), min_size=1, max_size=8)
    .flatmap(lambda pieces: st.sampled_from([" ", "", "\n", "-"]).map(lambda between: between.join(pieces)))
    .filter(str.strip)
)
"""Whatever somebody may write: what is blank the desk refuses, by the same question (`domain/intent.py`)."""
searches = st.lists(texts, min_size=1, max_size=3)


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[House]]:
    made = [built(maker, tmp_path_factory.mktemp("store")) for maker in AT_HAND]
    yield [house for house, _ in made]
    for _, close in made:
        close()


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(written=st.lists(texts, min_size=1, max_size=3), searched=st.lists(searches, min_size=1, max_size=5))
def test_every_store_finds_the_same_tickets_in_the_same_order(
    houses: list[House], written: list[str], searched: list[list[str]]
) -> None:
    for house in houses:
        ticket = house.create(written[0])
        for text in written[1:]:
            house.act(lambda sitting, text=text, ticket=ticket: sitting.comment(ticket.id, text))  # type: ignore[misc]
    for words in (*searched, *([text] for text in written)):
        for by_text in (True, False):
            order = Order("updated_at", descending=True, by_text=by_text)
            selection = Selection(tuple(words), (), (), order)
            first, *others = ([ticket.number for ticket in house.reader.tickets(selection, None)] for house in houses)
            assert all(other == first for other in others), words
        apart = Selection((), tuple(words), (), Order("number", descending=True))
        first, *others = ([ticket.number for ticket in house.reader.tickets(apart, None)] for house in houses)
        assert all(other == first for other in others), words
