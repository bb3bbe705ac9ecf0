"""Bold is what somebody else did since I last looked, until the cursor has rested on it."""

from cxloop_tui.config import Config
from cxloop_tui.domain.view import LOOKED_FROM, LOOKED_SHELF
from tests.builders import GIA
from tests.ui.desk_host import AtDesk, desk

WIDE = (120, 40)
LOW = (80, 24)


def unread(at: AtDesk) -> list[int | None]:
    return [row.number for row in at.inbox.list.rows if row.is_unread]


async def begin(at: AtDesk) -> None:
    """Let the desk look for changes once: from here on it knows what is new."""
    await at.inbox._look_for_changes()
    await at.settled()


async def test_a_desk_opened_for_the_first_time_has_read_everything() -> None:
    async with desk(WIDE) as at:
        await begin(at)
        assert unread(at) == []
        assert LOOKED_FROM in at.rooms.queries.kept(LOOKED_SHELF)


async def test_what_a_colleague_did_is_unread_until_the_cursor_rests_on_it() -> None:
    async with desk(WIDE) as at:
        await begin(at)
        await at.press("j", "j")
        other = at.inbox.list.rows[0]
        at.colleague(GIA, lambda sitting: sitting.comment(other.id, "I called."))
        await begin(at)
        assert unread(at) == [other.number]
        await at.press("g")
        assert unread(at) == []
        await begin(at)
        assert unread(at) == []
        assert other.id in at.rooms.queries.kept(LOOKED_SHELF)


async def test_what_i_did_myself_is_never_unread() -> None:
    async with desk(LOW) as at:
        await begin(at)
        await at.press("i")
        await begin(at)
        assert unread(at) == []


async def test_in_a_narrow_desk_only_an_opened_ticket_is_read() -> None:
    async with desk(LOW) as at:
        await begin(at)
        first = at.inbox.list.rows[0]
        at.colleague(GIA, lambda sitting: sitting.comment(first.id, "I called."))
        await begin(at)
        assert unread(at) == [first.number]
        await at.press("j", "k")
        assert unread(at) == [first.number]
        await at.press("enter")
        assert unread(at) == []


async def test_compact_leaves_the_filters_out_until_they_are_asked_for() -> None:
    async with desk(LOW) as at:
        height = at.inbox.list.size.height
    async with desk(LOW, config=Config(refresh_seconds=3600, density="compact")) as at:
        assert at.inbox.list.size.height == height + 2
        await at.press("f")
        assert at.focused() == "filter-bar"
        assert at.inbox.list.size.height == height
        await at.press("escape")
        assert at.inbox.list.size.height == height + 2


async def test_columns_are_those_somebody_chose() -> None:
    async with desk(WIDE, config=Config(refresh_seconds=3600, columns=("due", "age", "customer"))) as at:
        header = next(line for line in at.lines if "ticket " in line).split("┃")[0].split()[:7]
        assert header == ["ticket", "due", "age", "customer", "what", "they", "said"]
