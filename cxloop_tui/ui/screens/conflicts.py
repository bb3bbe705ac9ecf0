"""The conflicts: a card for each ticket that two people changed at once, decided field by field."""

from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cxloop_tui.domain.dispute import Dispute
from cxloop_tui.domain.errors import NotFound
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.text import clean_line
from cxloop_tui.services.correspondence import Correspondence
from cxloop_tui.services.session import Session
from cxloop_tui.ui.actions import BY_ID, Deeds, Scope, bindings
from cxloop_tui.ui.conflicts import CardSeen, CardsSeen, read_cards
from cxloop_tui.ui.corresponding import Corresponding
from cxloop_tui.ui.forms.decision import options_for, other_value_form, why_not_typed
from cxloop_tui.ui.key_gate import KeyGate
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.messages import Changed, HubMoved, Listening
from cxloop_tui.ui.render.conflict import Drawn, card_drawn
from cxloop_tui.ui.render.line import Setting
from cxloop_tui.ui.render.log import field_words
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.screens.asking import DIALOG, AskingScreen
from cxloop_tui.ui.screens.picker import PickerScreen
from cxloop_tui.ui.styles import OTHER_STYLES
from cxloop_tui.ui.verbs import Verbs
from cxloop_tui.ui.widgets.card_pane import CardPane
from cxloop_tui.ui.widgets.key_bar import KeyBar
from cxloop_tui.ui.widgets.line_table import Cell, Column, LineTable, Row, Tone
from cxloop_tui.ui.widgets.organisation_bar import AboutBar
from cxloop_tui.ui.widgets.title_bar import TitleBar

_ON_FIELD: Final = ("conflict.mine", "conflict.theirs", "conflict.edit")

_IN_BAR: Final = (*_ON_FIELD, "conflict.apply", "conflict.next", "conflict.later", "conflict.all_mine",
                  "conflict.all_theirs", "app.keys")  # fmt: skip
"""The key bar, the most wanted first."""

_LISTED_MOST: Final = 4
"""Cards in sight at once above the one that is decided about."""

_NARROWEST: Final = 20
"""Cells a line is drawn for at least."""


class ConflictsScreen(AskingScreen):
    """The cards above when there are several, one of them below."""

    CSS_PATH = OTHER_STYLES
    AUTO_FOCUS = "#card"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.CONFLICTS)]

    def __init__(self, session: Session, seen: CardsSeen, keys: KeyGate, hub: Corresponding) -> None:
        """`seen` has a card at least."""
        super().__init__(keys)
        self._session = session
        self._seen = seen
        self._hub = hub
        self._decisions = hub.decisions
        self._verbs = Verbs(self, session)
        self._card = 0
        self._field = 0
        self._deeds = {**self._moving(), **self._deciding()}

    def compose(self) -> ComposeResult:
        """From the cards down to the keys."""
        yield TitleBar()
        yield LineTable(id="lines")
        yield CardPane(self._drawn, id="card")
        yield AboutBar()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what was read before."""
        self.query_one(LineTable).can_focus = False
        self._show()
        self.post_message(Listening())

    # --- what is shown ----------------------------------------------------------------------------------------------

    @property
    def _here(self) -> CardSeen:
        return self._seen.cards[self._card]

    @property
    def _dispute(self) -> Dispute | None:
        disputes = self._here.disputes
        return disputes[self._field] if disputes else None

    def _drawn(self, width: int, looks: Looks) -> Drawn:
        return card_drawn(self._here, self._decisions, self._field, self._setting(width, looks))

    def _setting(self, width: int, looks: Looks) -> Setting:
        seen = self._seen
        return Setting(seen.space, looks, max(width, _NARROWEST), seen.now, seen.utc_offset)

    def _show(self) -> None:
        """Show the card, and where it stands among the others."""
        cards, here = self._seen.cards, self._here
        self._field = min(self._field, max(len(here.disputes) - 1, 0))
        table = self.query_one(LineTable)
        table.display = len(cards) > 1
        table.styles.height = min(len(cards), _LISTED_MOST) + 1
        table.show(_columns, [self._row(card) for card in cards], cursor_id=here.subject)
        count = f"{self._card + 1} of {len(cards):,}" if len(cards) > 1 else ""
        self.query_one(TitleBar).show("Changed on both sides", count, self._hub.words)
        self.query_one(AboutBar).show(self._about())
        self.query_one(CardPane).show(self._field)
        self.show_keys(_IN_BAR)

    def _row(self, card: CardSeen) -> Row:
        still = len(self._decisions.open_in(card))
        state = f"{still} of {len(card.disputes)} to decide" if still else "decided, not applied"
        return Row(
            card.subject,
            {
                "ticket": Cell(card.name),
                "customer": Cell(card.customer),
                "fields": Cell(", ".join(dict.fromkeys(self._label(dispute) for dispute in card.disputes))),
                "state": Cell(state, Tone.WAITING if still else Tone.MUTED),
            },
        )

    def _label(self, dispute: Dispute) -> str:
        return field_words(dispute.field, self._setting(_NARROWEST, Looks.from_variables(self.app.theme_variables)))

    def _about(self) -> str:
        """Say what is left to do about the card."""
        here, names = self._here, names_of(self.app)
        apply, later = names.how("conflict.apply"), names.how("conflict.later")
        if not here.disputes:
            does = "lets it go" if self._decisions.gives_all_up(here) else "says it again"
            return f"{apply} {does}; {names.how('conflict.all_theirs')} lets it go; {later} leaves it for later"
        still = self._decisions.open_in(here)
        if still:
            return f"to decide: {', '.join(map(self._label, still))}; {later} leaves it for later"
        return f"all decided; {apply} does it, {later} leaves it for later"

    @on(HubMoved)
    def look_anew(self) -> None:
        """It stands otherwise with the hub: read the cards again; what was decided stays decided."""
        self.begin(self._read, "refresh")

    async def _read(self) -> None:
        """Read the cards again; without any the screen is done with."""
        subject, place = self._here.subject, self._card
        self._seen = await self._session.ask(read_cards)
        if not self._seen.cards:
            self.tell("all decided")
            self.dismiss(None)
            return
        subjects = [card.subject for card in self._seen.cards]
        is_there = subject in subjects
        self._card = subjects.index(subject) if is_there else min(place, len(subjects) - 1)
        self._field = self._field if is_there else 0
        self._show()

    # --- keys -------------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Put away what this card, or this number of them, has no use for."""
        known = str(parameters[0]) if action == "do" and parameters else ""
        if known in _ON_FIELD and self.is_mounted and not self._here.disputes:
            return None
        if known in {"conflict.next", "conflict.previous"} and len(self._seen.cards) < 2:
            return None
        return True

    @on(CardPane.Clicked)
    def go_to_field(self, message: CardPane.Clicked) -> None:
        """Go to the field that was clicked."""
        self._field = message.place
        self._show()

    @on(LineTable.Highlighted)
    def go_to_card(self, message: LineTable.Highlighted) -> None:
        """Go to the card that was clicked."""
        subjects = [card.subject for card in self._seen.cards]
        if message.row_id in subjects and message.row_id != self._here.subject:
            self._card, self._field = subjects.index(message.row_id), 0
            self._show()

    def _moving(self) -> Deeds:
        return {
            "conflict.down": lambda: self._move(1),
            "conflict.up": lambda: self._move(-1),
            "conflict.next": lambda: self._turn(1),
            "conflict.previous": lambda: self._turn(-1),
            "conflict.page_down": lambda: self.query_one(CardPane).page(1),
            "conflict.page_up": lambda: self.query_one(CardPane).page(-1),
        }

    def _deciding(self) -> Deeds:
        return {
            "conflict.mine": self._mine,
            "conflict.theirs": self._theirs,
            "conflict.edit": lambda: self.begin(self._edit, DIALOG),
            "conflict.all_mine": self._all_mine,
            "conflict.all_theirs": self._all_theirs,
            "conflict.apply": lambda: self.begin(self._apply, DIALOG),
            "conflict.later": self._later,
        }

    def _move(self, by: int) -> None:
        self._field = min(max(self._field + by, 0), max(len(self._here.disputes) - 1, 0))
        self.query_one(CardPane).show(self._field)

    def _turn(self, by: int) -> None:
        self._card, self._field = (self._card + by) % len(self._seen.cards), 0
        self._show()

    def _later(self) -> None:
        self.dismiss(None)

    # --- deciding ---------------------------------------------------------------------------------------------------

    def _mine(self) -> None:
        """Take mine for the field; of a ticket that is not there yet, all that was given up comes back with it."""
        if self._dispute is None:
            return
        if self._here.is_making and self._decisions.gives_all_up(self._here):
            self._decisions.take_all_mine(self._here)
        self._decisions.take_mine(self._dispute)
        self._go_on()

    def _theirs(self) -> None:
        """Take theirs for the field; of a ticket that is not there yet, there is nothing to take but all of that."""
        if self._dispute is None:
            return
        if self._here.is_making:
            self._all_theirs()
            return
        self._decisions.take_theirs(self._dispute)
        self._go_on()

    def _all_mine(self) -> None:
        self._decisions.take_all_mine(self._here)
        self._show()

    def _all_theirs(self) -> None:
        self._decisions.take_all_theirs(self._here)
        self._show()
        if self._here.is_making:
            self.tell("the ticket was never made at the hub; it is given up, its words with it")

    def _go_on(self) -> None:
        """Go on to the next field that is to be decided, if any is below."""
        below = range(self._field + 1, len(self._here.disputes))
        undecided = [place for place in below if self._decisions.of(self._here, self._here.disputes[place]) is None]
        self._field = undecided[0] if undecided else self._field
        self._show()

    async def _edit(self) -> None:
        """Let the user say what the field shall be instead."""
        card, dispute = self._here, self._dispute
        if dispute is None:
            return
        label = self._label(dispute)
        options = options_for(dispute, self._seen.space, self._session.me, self._session.today())
        before = self._decisions.of(card, dispute)
        begin = dispute.mine if before is None or before.is_theirs else before.value
        if options:
            title = clean_line(f"{label} of {card.name}")
            chosen = await self.app.push_screen_wait(PickerScreen(title, options, str(begin or "")))
            if chosen is not None:
                await self._take_other(card, dispute, chosen)
        elif (reason := why_not_typed(dispute)) is not None:
            self.tell(reason)
        else:
            take = partial(self._take_other, card, dispute)
            await self._verbs.fill_in(other_value_form(dispute, card.subject, card.name, label, begin, take))

    async def _take_other(self, card: CardSeen, dispute: Dispute, value: Json) -> None:
        if card.is_making and self._decisions.gives_all_up(card):
            self._decisions.take_all_mine(card)
        self._decisions.take_other(dispute, value)
        self._go_on()

    async def _apply(self) -> None:
        """Do what was decided about the card, and go on to the next."""
        card, me, names = self._here, self._session.me, names_of(self.app)
        still = self._decisions.open_in(card)
        if still:
            keys = ", ".join(f"{names.how(action)} {BY_ID[action].title}" for action in _ON_FIELD)
            self.tell(f"not decided yet: {', '.join(map(self._label, still))}; {keys}")
            return
        gives_up, wanted = self._decisions.gives_all_up(card), self._decisions.wanted(card)

        def decide(post: Correspondence) -> int:
            if gives_up:
                return len(post.deciding.theirs(me, card.subject))
            return len(post.deciding.field_by_field(me, card.subject, wanted))

        try:
            made = await self._session.correspond(decide)
        except NotFound:  # at another screen of mine, meanwhile
            made = 0
        self._decisions.forget(card)
        self.post_message(Changed(()))
        await self._read()
        if self._seen.cards:
            done = "what you decided waits to be sent" if made else "nothing is to be sent: what stands stays"
            self.tell(f"{card.name}: {done}")


def _columns(width: int) -> tuple[Column, ...]:
    return (
        Column("ticket", "ticket", 14),
        Column("customer", "customer", 18 if width < 100 else 30),
        Column("fields", "fields"),
        Column("state", "", 21),
    )
