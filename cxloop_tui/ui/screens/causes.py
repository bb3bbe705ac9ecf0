"""Causes: why it happened, counted, the few first that lie behind most; the tickets behind each; another name."""

from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cxloop_tui.domain import intent
from cxloop_tui.domain.causes import COLUMNS, By, Share, behind
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.feedback import Recovered
from cxloop_tui.domain.query import Query
from cxloop_tui.domain.text import clean_line
from cxloop_tui.services import bulk
from cxloop_tui.services.bulk import Outcome
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.ui.actions import Deeds, Scope, bindings
from cxloop_tui.ui.forms.causes import rename_form
from cxloop_tui.ui.key_gate import KeyGate
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.messages import Changed, Listening
from cxloop_tui.ui.render.looks import Signs
from cxloop_tui.ui.screens.asking import DIALOG, AskingScreen
from cxloop_tui.ui.screens.form import FormScreen
from cxloop_tui.ui.styles import OTHER_STYLES
from cxloop_tui.ui.watching import watched
from cxloop_tui.ui.widgets.key_bar import KeyBar
from cxloop_tui.ui.widgets.line_table import Cell, Column, LineTable, Row, Tone, movements
from cxloop_tui.ui.widgets.organisation_bar import AboutBar
from cxloop_tui.ui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from cxloop_tui.ui.screens.progress import Progress

_IN_BAR: Final = ("causes.open", "causes.rename", "causes.by", "causes.back", "app.keys")
"""The key bar, the most wanted first."""

_FEW: Final = 0.8
"""The share of tickets that a few causes lie behind, as a rule of thumb (J. M. Juran, after V. Pareto)."""

_BAR_CELLS: Final = 16

_TITLES: Final = {By.CAUSE: "Causes", By.CATEGORY: "Categories", By.AREA: "Areas"}
_EMPTY: Final = {
    By.CAUSE: (
        "No ticket says yet why it happened.",
        "Who resolves one is asked for its cause; then it is here.",
    ),
    By.CATEGORY: ("No ticket has a category yet.", "It is one of the fields of a ticket."),
    By.AREA: ("No ticket has a category yet.", "The area is what stands before the slash of one."),
}
_NEXT: Final = {By.CAUSE: By.CATEGORY, By.CATEGORY: By.AREA, By.AREA: By.CAUSE}
"""What is counted when one asks for something else."""


@dataclass(frozen=True, slots=True)
class CausesSeen:
    """Causes as they were counted at one moment."""

    query: Query
    """Of which tickets."""
    by: By
    shares: Sequence[Share]


def read_causes(queries: Queries, query: Query, by: By) -> CausesSeen:
    """Count what is shown."""
    return CausesSeen(query, by, queries.counted_by(query, by))


class CausesScreen(AskingScreen):
    """A table of causes with a bar each."""

    CSS_PATH = OTHER_STYLES
    AUTO_FOCUS = "#lines"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.CAUSES)]

    def __init__(self, session: Session, seen: CausesSeen, keys: KeyGate) -> None:
        super().__init__(keys)
        self._session = session
        self._seen = seen
        self._recovered = ""
        """Who is content after the resolution, of the same tickets; empty until that is counted."""
        self.chosen: Query | None = None
        """What the list is to show when this is left."""
        self._deeds: Deeds = {
            **movements("causes", lambda: self.table),
            "causes.open": self._open,
            "causes.rename": lambda: self.begin(self._rename, DIALOG),
            "causes.by": lambda: self.begin(self._turn_over, "refresh"),
            "causes.back": lambda: self._leave(None),
        }

    def compose(self) -> ComposeResult:
        """From what is counted down to the keys."""
        yield TitleBar()
        yield LineTable(id="lines")
        yield AboutBar()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what was read before."""
        self._show()
        self.begin(self._count_recovered, "recovered")
        self.post_message(Listening())

    @property
    def table(self) -> LineTable:
        """The lines."""
        return self.query_one("#lines", LineTable)

    # --- what is shown ----------------------------------------------------------------------------------------------

    def _show(self) -> None:
        seen = self._seen
        self.table.show(
            _columns, _rows(seen, names_of(self.app).signs), cursor_id=self.table.cursor_id, empty=_EMPTY[seen.by]
        )
        of = "" if seen.query.is_everything else f"of {clean_line(seen.query.text())}"
        self.query_one(TitleBar).show(_TITLES[seen.by], _counted(seen), of)
        self._tell_about()
        self.show_keys(_IN_BAR)

    @on(LineTable.Highlighted)
    def _tell_about(self) -> None:
        """Say all of a cause that the column cuts."""
        here = self._here
        word = "" if here is None else here.word
        self.query_one(AboutBar).show("   ".join(filter(None, (word, self._recovered))))

    @property
    def _here(self) -> Share | None:
        here = self.table.cursor_id
        return None if here is None else self._seen.shares[int(here)]

    async def _count_recovered(self) -> None:
        """Behind the first paint: among a million tickets this takes half a second."""
        query = self._seen.query
        self._recovered = _recovered(await self._session.ask_aside(lambda queries: queries.recovered(query)))
        self._tell_about()

    async def _read(self) -> None:
        seen = self._seen
        self._seen = await self._session.ask_aside(lambda queries: read_causes(queries, seen.query, seen.by))
        self._show()

    # --- keys -------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Put away what needs a cause while there is none."""
        wanted = parameters[:1] if action == "do" else ()
        if wanted == ("causes.rename",) and self._seen.by is By.AREA:
            return None
        needs_one = wanted in {("causes.open",), ("causes.rename",)}
        return None if needs_one and not self._seen.shares else True

    @on(LineTable.Opened)
    def _open(self) -> None:
        """Show the tickets behind the line."""
        here = self._here
        self._leave(None if here is None else behind(self._seen.query, self._seen.by, here.word, here.words))

    def _leave(self, chosen: Query | None) -> None:
        self.chosen = chosen
        self.dismiss(None)

    async def _turn_over(self) -> None:
        """Count by the next of the three."""
        by, query = _NEXT[self._seen.by], self._seen.query
        self._seen = await self._session.ask_aside(lambda queries: read_causes(queries, query, by))
        self.table.home()
        self._show()

    async def _rename(self) -> None:
        here, seen = self._here, self._seen
        if here is None:
            return
        counts = {share.word: share.tickets for share in seen.shares}

        async def rename(name: str) -> None:
            outcome = await self._renamed(here.word, name.strip())
            self._tell(outcome)

        form = rename_form(here.word, seen.by, counts, rename)
        await self.app.push_screen_wait(FormScreen(form, self._session, None, {}))
        await self._read()

    async def _renamed(self, word: str, name: str) -> Outcome:
        """Rename a cause on the tickets that are counted here. Raises Refused."""
        if not name:
            raise Refused("name is empty: say what it is called from now on")
        seen, me, field = self._seen, self._session.me, COLUMNS[self._seen.by]
        asked = behind(seen.query, seen.by, word)
        ids = await self._session.ask_aside(lambda queries: queries.ids(asked))

        def work(progress: "Progress") -> Coroutine[None, None, Outcome]:
            return self._session.work_at_length(
                lambda desk: bulk.carry_out(
                    desk(), me, ids, lambda ticket, _: intent.change(ticket, {field: name}), go_on=progress.go_on
                )
            )

        return await watched(self, f"Rename {clean_line(word)}", len(ids), work)

    def _tell(self, outcome: Outcome) -> None:
        undo = names_of(self.app).how("ticket.undo")
        refused = f"; {len(outcome.refusals):,} refused: {outcome.refusals[0].reason}" if outcome.refusals else ""
        self.tell(clean_line(f"{len(outcome.done):,} tickets renamed{refused}; {undo} in the list takes it back"))
        self.post_message(Changed(()))


def _counted(seen: CausesSeen) -> str:
    tickets = sum(share.tickets for share in seen.shares)
    few = sum(share.cumulative - share.share < _FEW for share in seen.shares)
    if not tickets:
        return ""
    return f"{few:,} of {len(seen.shares):,} lie behind {_FEW:.0%} of {tickets:,} tickets"


def _recovered(found: Recovered) -> str:
    """Say how many of those who were asked again are content."""
    return "" if found.share is None else f"recovered {found.share:.0%} of {found.answered:,} asked again"


def _columns(_width: int) -> Sequence[Column]:
    return (
        Column("tickets", "tickets", 9, "right"),
        Column("share", "share", 5, "right"),
        Column("together", "sum", 4, "right"),
        Column("bar", "", _BAR_CELLS),
        Column("word", "what"),
    )


def _rows(seen: CausesSeen, signs: Signs) -> list[Row]:
    most = max((share.tickets for share in seen.shares), default=1)
    return [
        Row(
            str(place),
            {
                "tickets": Cell(f"{share.tickets:,}"),
                "share": Cell(f"{share.share:.0%}", Tone.MUTED),
                "together": Cell(f"{share.cumulative:.0%}", Tone.MUTED),
                "bar": Cell(signs.bar * max(round(_BAR_CELLS * share.tickets / most), 1), _tone(share)),
                "word": Cell(share.word, Tone.STRONG if share.cumulative - share.share < _FEW else Tone.PLAIN),
            },
        )
        for place, share in enumerate(seen.shares)
    ]


def _tone(share: Share) -> Tone:
    return Tone.WAITING if share.cumulative - share.share < _FEW else Tone.MUTED
