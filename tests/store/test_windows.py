"""Every way to find a window gives exactly the rows a plain full query gives, wherever it begins."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxloop_tui.domain.view import TicketRow
from cxloop_tui.store import windows
from tests.contract.house import House, built, furnish, sqlite

SORTS = ("updated", "created", "due", "priority", "number", "customer")
STATUSES = ("status:new", "status:open,escalated", "status:resolved", "not:status:resolved")
PRIORITIES = ("priority:high", "priority:high,low", "priority:>=medium", "not:priority:low")
SEGMENTS = ("segment:bari", "segment:south*", "not:segment:bari")
OWNERS = ("owner:me", "owner:none", "owner:none,me", "not:owner:me")
OTHERS = ("score:<=6", "due:<9d", "overdue:no", "tag:vip", "category:none", "created:<30d", "-perche", "number:>9")
WORDS = ("", "", "late", "refund", "re", "late refund", "房")

SMALL = [(windows.FEW, windows.PASSED, 64), (3, 5, 2), (0, 1, 1), (0, 1000, 3)]
"""How few are few, how many a walk may pass, how many are tested together: so every way is gone."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made, close = built(sqlite, tmp_path_factory.mktemp("windows"))
    furnish(made)
    yield made
    close()


def plainly(house: House, text: str) -> list[str]:
    """The ids of a list by one statement that knows nothing of windows."""
    return list(house.reader.ids(house.selection(text)))


def in_windows(house: House, text: str, limit: int, *, backwards: bool) -> list[str]:
    """The ids of a list read window by window, from its start or from its end."""
    selection, found = house.selection(text), list[TicketRow]()
    if backwards:
        window = house.reader.window_at_end(selection, limit)
        while window.rows:
            found[:0] = window.rows
            window = house.reader.window(selection, after=None, before=found[0], limit=limit)
    else:
        window = house.reader.window(selection, after=None, before=None, limit=limit)
        while window.rows:
            found += window.rows
            window = house.reader.window(selection, after=found[-1], before=None, limit=limit)
    return [row.id for row in found]


QUERIES = st.builds(
    lambda sort, parts, word: " ".join(filter(None, [word, *parts, sort])),
    st.sampled_from(["", *(f"sort:{sort}" for sort in SORTS)]),
    st.tuples(*(st.sampled_from(["", *some]) for some in (STATUSES, PRIORITIES, SEGMENTS, OWNERS, OTHERS))),
    st.sampled_from(WORDS),
)


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=QUERIES, limits=st.sampled_from(SMALL), limit=st.sampled_from([1, 2, 5, 50]), backwards=st.booleans())
def test_windows_put_together_are_the_whole_list(
    house: House, text: str, limits: tuple[int, int, int], limit: int, backwards: bool
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        for name, value in zip(("FEW", "PASSED", "_CHUNK"), limits, strict=True):
            patched.setattr(windows, name, value)
        assert in_windows(house, text, limit, backwards=backwards) == plainly(house, text)


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_under_any_one_or_two_filters(house: House, sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "FEW", 0)
    for some in (*combinations((STATUSES, PRIORITIES, SEGMENTS, OWNERS), 1),
                 *combinations((STATUSES, PRIORITIES, SEGMENTS, OWNERS), 2)):  # fmt: skip
        for text in (
            f"{' '.join(parts)} sort:{sort}" for parts in zip(*(list(one) * 4 for one in some), strict=False)
        ):
            assert in_windows(house, text, 3, backwards=False) == plainly(house, text), text
            assert in_windows(house, text, 3, backwards=True) == plainly(house, text), text
