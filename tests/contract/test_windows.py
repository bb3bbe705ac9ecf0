"""Every way to find a window gives exactly the rows a plain full query gives, wherever it begins."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.services.desk import Sitting
from cxloop_tui.store import searching, windows
from tests.builders import ADA, BEA, GIA
from tests.contract.house import MAKERS, House, built, furnish

Edit = tuple[int, Callable[..., object]]

SORTS = ("updated", "created", "due", "priority", "number", "customer")
STATUSES = ("status:new", "status:open,escalated", "status:resolved", "not:status:resolved")
PRIORITIES = ("priority:high", "priority:high,low", "priority:>=medium", "not:priority:low")
SEGMENTS = ("segment:bari", "segment:south*", "not:segment:bari")
OWNERS = ("owner:me", "owner:none", "owner:none,me", "not:owner:me")
OTHERS = ("score:<=6", "due:<9d", "overdue:no", "tag:vip", "category:none", "created:<30d", "-perche", "number:>9")
WORDS = ("", "", "late", "refund", "re", "late refund", "房")

SMALL = [(windows.FEW, windows.PASSED, 64), (3, 5, 2), (0, 1, 1), (0, 1000, 3)]
"""How few are few, how many a walk may pass, how many are tested together: so every way is gone."""


@pytest.fixture(scope="module", params=MAKERS, ids=lambda maker: maker.__name__)
def changing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a furnished house in which people go on working."""
    made, close = built(request.param, tmp_path_factory.mktemp("windows"))
    furnish(made)
    yield made
    close()


@contextmanager
def small(limits: tuple[int, int, int]) -> Iterator[None]:
    """Take these limits for those of the program."""
    with pytest.MonkeyPatch.context() as patched:
        few, passed, together = limits
        for name, value in {"FEW": few, "PASSED": passed, "_CHUNK": together, "_TRIED": 1, "ASKED": together}.items():
            patched.setattr(windows, name, value)
        patched.setattr(searching, "PASSED", limits[1])
        patched.setattr(searching, "COMMON", limits[2])
        yield


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


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=QUERIES, limits=st.sampled_from(SMALL), limit=st.sampled_from([1, 2, 5, 50]), backwards=st.booleans())
def test_windows_put_together_are_the_whole_list(
    furnished: House, text: str, limits: tuple[int, int, int], limit: int, backwards: bool
) -> None:
    with small(limits):
        assert in_windows(furnished, text, limit, backwards=backwards) == plainly(furnished, text)


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_under_any_one_or_two_filters(
    furnished: House, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "FEW", 0)
    fields = (STATUSES, PRIORITIES, SEGMENTS, OWNERS)
    for some in (*combinations(fields, 1), *combinations(fields, 2)):
        for parts in product(*(terms[:2] for terms in some)):
            text = f"{' '.join(parts)} sort:{sort}"
            assert in_windows(furnished, text, 3, backwards=False) == plainly(furnished, text), text
            assert in_windows(furnished, text, 3, backwards=True) == plainly(furnished, text), text


EDITS = st.lists(
    st.tuples(
        st.integers(0, 39),
        st.sampled_from(
            [
                partial(Sitting.change, wanted={"priority": "critical"}),
                partial(Sitting.change, wanted={"priority": "low"}),
                partial(Sitting.change, wanted={"owner": BEA}),
                partial(Sitting.change, wanted={"owner": GIA}),
                partial(Sitting.comment, text="late again"),
                partial(Sitting.resolve, root_cause="x", action_taken="y", told="call"),
                partial(Sitting.reopen, note="not yet"),
            ]
        ),
    ),
    max_size=4,
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=QUERIES,
    limits=st.sampled_from(SMALL),
    limit=st.sampled_from([1, 3, 50]),
    edits=EDITS,
    drawn=st.integers(0, 999),
)
def test_a_window_from_a_row_on_is_right_whatever_others_did_since_the_row_was_read(
    changing: House, text: str, limits: tuple[int, int, int], limit: int, edits: Sequence[Edit], drawn: int
) -> None:
    selection, rows = changing.selection(text), changing.listed(text)
    if not rows:
        return
    anchor = rows[drawn % len(rows)]  # rows change with the house: no draw may hang on how many
    known = changing.listed("sort:number")
    for place, edit in edits:
        with suppress(Refused):
            changing.act(lambda sitting, at=place, do=edit: do(sitting, known[at % len(known)].id), ADA)  # type: ignore[misc]
    here = changing.reader.window_around(selection, anchor.id, 0)
    stands = here is not None and here.rows[0].key == anchor.key
    beyond = [one for one in changing.reader.ids(selection, first=anchor) if not (stands and one == anchor.id)]
    above = [one for one in changing.reader.ids(selection, last=anchor) if not (stands and one == anchor.id)]
    with small(limits):
        after = changing.reader.window(selection, after=anchor, before=None, limit=limit)
        before = changing.reader.window(selection, after=None, before=anchor, limit=limit)
    assert [row.id for row in after.rows] == beyond[:limit]
    assert after.at_end == (len(beyond) <= limit)
    assert [row.id for row in before.rows] == above[-limit:]
    assert before.at_start == (len(above) <= limit)
