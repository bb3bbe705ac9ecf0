"""A form: its fields, what it foretells, the comments in sight, and a draft that survives everything."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.ticket_view import StoredDraft
from cxloop_tui.services.performing import Done
from cxloop_tui.services.session import Session
from cxloop_tui.ui.actions import Scope, bindings
from cxloop_tui.ui.doing import Doer
from cxloop_tui.ui.editing import edited
from cxloop_tui.ui.forms.form import ChoiceField, Field, Form, LineField, ListField, TextField
from cxloop_tui.ui.keymap import KeyNames, names_of
from cxloop_tui.ui.messages import Listening
from cxloop_tui.ui.render.comment_line import comment_line
from cxloop_tui.ui.render.looks import BOLD, Looks, filled
from cxloop_tui.ui.render.pieces import Line, Piece, line_of
from cxloop_tui.ui.screens.modal import DeskModal
from cxloop_tui.ui.widgets.bar import Bar
from cxloop_tui.ui.widgets.chooser import Chooser
from cxloop_tui.ui.widgets.line_box import LineBox
from cxloop_tui.ui.widgets.notes import Labelled, Notes
from cxloop_tui.ui.widgets.picked_list import PickedList
from cxloop_tui.ui.widgets.text_box import TextBox

KEEP_AFTER_SECONDS = 0.3
"""How long after a key its letter is on disk at the latest, also while typing goes on."""

_LOW_LINES = 30
"""Below this height a form closes up: fewer options and comments at once, no blank lines between fields."""


class FormScreen(Doer, DeskModal[Done | None]):
    """Shows one form; ends with what was done, or None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.FORM, priority=True),
        # Before the letters that follow it, however fast they are typed.
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]

    def __init__(self, form: Form, session: Session, draft: StoredDraft | None, names: Mapping[str, str]) -> None:
        super().__init__()
        self._form = form
        self._session = session
        self._kept = dict(draft.fields) if draft is not None else {}
        self._names = names
        self._keeping: Timer | None = None
        self._is_busy = False
        self.has_draft = False
        """Whether it was left with words in it."""
        self._said = ""
        self._is_wrong = False
        self._deeds = {
            "form.submit": lambda: self._after_typing(self._begin_submit),
            "form.cancel": lambda: self._after_typing(self._leave),
            "form.editor": lambda: self._after_typing(self._edit),
            "form.letter": self._read_letter,
            "form.older": lambda: self._scroll_comments(1),
            "form.newer": lambda: self._scroll_comments(-1),
        }

    def compose(self) -> ComposeResult:
        """Lay out fields, preview, comments and buttons in one frame."""
        frame = Vertical(id="frame", classes="-low" if self._is_low else "")
        frame.border_title = Content(clean_line(self._form.title))
        frame.border_subtitle = Content(self._form.footnote)
        with frame:
            with VerticalScroll(id="fields", can_focus=False):
                for field in self._form.fields:
                    with Horizontal(classes=f"field -{_sort_of(field)}"):
                        yield Static(Content(clean_line(field.label)), classes="label")
                        yield self._box(field)
            yield Notes(self._preview, rows=len(self._foretold()), id="preview")
            if self._form.comments:
                yield Notes(
                    self._comments, rows=min(len(self._form.comments), self._comments_shown) + 1, id="comments"
                )
            yield Notes(self._trouble, rows=1, id="problem")
            yield _Buttons(self._form)

    def on_mount(self) -> None:
        """Begin where typing is needed; what was told before must not cover the form."""
        self.app.clear_notifications()
        name = self._form.focus or self._form.fields[0].name
        self.set_focus(self.query_one(f"#{name}"))
        self.post_message(Listening())
        if any(self._kept.values()):
            keep, send = self._keys.how("form.cancel"), self._keys.how("form.submit")
            self._say(f"your draft is back; {keep} keeps it, {send} sends it", is_wrong=False)

    @property
    def _keys(self) -> KeyNames:
        """How the user's keys are called."""
        return names_of(self.app)

    @property
    def _is_low(self) -> bool:
        return self.app.size.height < _LOW_LINES

    @property
    def _comments_shown(self) -> int:
        return 2 if self._is_low else 3

    @property
    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        return {field.name: self._value(field) for field in self._form.fields}

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Chooser.Changed)
    @on(PickedList.Changed)
    def follow_typing(self) -> None:
        """Foretell anew, and keep the words soon."""
        self.query_one("#preview", Notes).repaint()
        if self._keeping is None:
            self._keeping = self.set_timer(KEEP_AFTER_SECONDS, self._keep)

    @on(Input.Submitted)
    @on(PickedList.Finished)
    def go_on(self) -> None:
        """Enter goes to the next field."""
        self.focus_next()

    @on(Chooser.Picked)
    def take(self, message: Chooser.Picked) -> None:
        """An option's own key does the form; enter goes on."""
        if message.at_once:
            self._begin_submit()
        else:
            self.focus_next()

    @on(Bar.Chosen)
    async def click(self, message: Bar.Chosen) -> None:
        """A button was clicked."""
        await self.action_do(message.action)

    def _after_typing(self, deed: Callable[[], object]) -> None:
        """Do something when the letters typed before it are in their box, however fast they came."""
        (self.focused or self).call_later(deed)

    def _begin_submit(self) -> None:
        """Do what the form says."""
        if not self._is_busy:
            self._is_busy = True
            self.run_worker(self._submit(), name="submit")

    async def _leave(self) -> None:
        """Leave; what was typed is kept. What is being sent already cannot be left."""
        if self._is_busy:
            return
        self.has_draft = await self._keep()
        self.dismiss(None)

    async def _edit(self) -> None:
        """Write the focused text in the user's editor; if that fails the text stays as it was.

        It is kept first: the program stands still meanwhile, and the terminal may be closed.
        """
        box = self.focused
        if not isinstance(box, TextBox | LineBox):
            self._say("the editor is for a text: go to one first, tab goes on")
            return
        await self._keep()
        text = box.text if isinstance(box, TextBox) else box.value
        try:
            written = edited(self.app, text)
        except CxloopError as trouble:
            self._say(str(trouble))
            return
        if isinstance(box, TextBox):
            box.text = written
        else:
            box.value = " ".join(written.split("\n")).strip()

    async def _read_letter(self) -> None:
        """Show the letter that will tell of what the form does, as it would be now."""
        letter = None if self._form.letter is None else self._form.letter(self.values)
        if letter is None:
            self._say("nobody is written to about this")
            return
        from cxloop_tui.ui.screens.letter import LetterScreen  # noqa: PLC0415 - seldom wanted

        space = await self._session.ask(lambda queries: queries.organisation())
        await self.app.push_screen(LetterScreen(letter, space))

    async def _submit(self) -> None:
        try:
            done = await self._form.submit(self.values)
        except CxloopError as refusal:
            self._is_busy = False
            self._say(str(refusal))
            self._focus_named(str(refusal))
            return
        if self._keeping is not None:
            self._keeping.stop()
        await self._session.keep(self._draft({}))
        self.dismiss(done)

    async def _keep(self) -> bool:
        """Keep what was typed; say whether there was anything."""
        self._keeping = None
        typed = self._typed()
        if typed or self._kept:
            self._kept = typed
            await self._session.keep(self._draft(typed))
        return bool(typed)

    def _typed(self) -> dict[str, str]:
        """Return the fields if words of one of them are not those the form began with; else nothing was typed."""
        values = self.values
        worded = [field for field in self._form.fields if not isinstance(field, ChoiceField)]
        changed = any(values[field.name].strip() and values[field.name] != field.value for field in worded)
        return values if changed else {}

    def _draft(self, fields: Mapping[str, str]) -> StoredDraft:
        return StoredDraft(self._form.ticket, self._form.name, self._session.me, fields, self._session.now())

    def _box(self, field: Field) -> Widget:
        value = self._kept.get(field.name, field.value)
        if isinstance(field, LineField):
            return LineBox(value, placeholder=field.placeholder, suggestions=field.suggestions, id=field.name)
        rows = field.rows_low if self._is_low else field.rows
        if isinstance(field, ChoiceField):
            return Chooser(field.options, value, rows=rows, id=field.name)
        if isinstance(field, ListField):
            return PickedList(field.options, value, rows=rows, ordered=field.ordered, id=field.name)
        box = TextBox(value, placeholder=field.placeholder, select=field.select, id=field.name)
        box.styles.height = rows
        return box

    def _value(self, field: Field) -> str:
        box = self.query_one(f"#{field.name}")
        if isinstance(box, Chooser | PickedList):
            return box.value
        return box.text if isinstance(box, TextBox) else self.query_one(f"#{field.name}", LineBox).value

    def _foretold(self) -> Labelled:
        """Count the preview's lines before the fields are there."""
        values = {field.name: _first_value(field) for field in self._form.fields}
        return self._form.preview(values, Looks.from_variables(self.app.theme_variables))

    def _preview(self, looks: Looks) -> Labelled:
        return self._form.preview(self.values, looks)

    def _comments(self, looks: Looks) -> Labelled:
        now, offset = self._session.now(), self._session.utc_offset()
        lines = [comment_line(comment, self._names, now, offset, looks) for comment in self._form.comments]
        scrolling = f"{self._keys.of('form.older')} {self._keys.of('form.newer')}".strip()
        head = ("comments", [Piece(scrolling, looks.waiting)] if len(lines) > self._comments_shown else [])
        return [head, *(("", line) for line in lines)]

    def _trouble(self, looks: Looks) -> Labelled:
        return [("", [Piece(self._said, looks.alarm if self._is_wrong else looks.waiting)])]

    def _say(self, words: str, *, is_wrong: bool = True) -> None:
        self._said, self._is_wrong = words, is_wrong
        self.query_one("#problem", Notes).repaint()

    def _focus_named(self, refusal: str) -> None:
        """Put the cursor where the refusal points: before it says what to do, it names the field."""
        subject = f" {re.split('[:;]', refusal)[0]} "
        for field in self._form.fields:
            if any(f" {name} " in subject for name in (field.name.replace("_", " "), field.label)):
                self.query_one(f"#{field.name}").focus()
                return

    def _scroll_comments(self, by: int) -> None:
        for notes in self.query("#comments").results(Notes):
            notes.scroll_lines(by)


class _Buttons(Bar):
    """The two ways out of a form, and the letter that tells of it where there is one."""

    def __init__(self, form: Form) -> None:
        super().__init__(id="buttons")
        self._form = form

    def lines_for(self, width: int, looks: Looks) -> Sequence[Line]:
        """Only a consequential button is red."""
        colour = looks.alarm if self._form.consequential else looks.here
        face = filled(colour + BOLD)
        keys = names_of(self.app)
        left = [
            Piece(f" {self._form.button} ", face, "form.submit"),
            Piece(f"  {keys.of('form.submit')}", looks.waiting, "form.submit"),
            Piece("      Cancel", looks.plain, "form.cancel"),
            Piece(f"  {keys.of('form.cancel')}", looks.waiting, "form.cancel"),
            Piece("  keeps the draft", looks.muted),
        ]
        if self._form.letter is not None:
            left += [
                Piece("      Letter", looks.plain, "form.letter"),
                Piece(f"  {keys.of('form.letter')}", looks.waiting, "form.letter"),
            ]
        return [line_of(left, (), width, looks.panel, looks.signs)]


def _sort_of(field: Field) -> str:
    if isinstance(field, ChoiceField | ListField):
        return "choice"
    return "text" if isinstance(field, TextField) else "line"


def _first_value(field: Field) -> str:
    if isinstance(field, ChoiceField) and not field.value:
        return next((option.value for option in field.options if option.reason is None), "")
    return field.value
