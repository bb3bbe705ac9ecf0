"""The verbs on all marked tickets: each asks once, says before what is refused and why, and is undone as one."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar, cast

from cxloop_tui.domain import intent
from cxloop_tui.domain.clock import day_of
from cxloop_tui.domain.errors import CxloopError, Refused
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.text import clean_line
from cxloop_tui.services import bulk
from cxloop_tui.services.bulk import CHUNK, Deed, Make, Outcome, Stopped
from cxloop_tui.services.desk import Desk
from cxloop_tui.services.performing import Done
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms import many
from cxloop_tui.ui.forms.form import Form, Values
from cxloop_tui.ui.forms.many import Foretold
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.ticket import PRIORITIES
from cxloop_tui.ui.forms.words import name_of
from cxloop_tui.ui.keymap import names_of
from cxloop_tui.ui.marking import Batch, Marking
from cxloop_tui.ui.marks import Marks
from cxloop_tui.ui.messages import Changed
from cxloop_tui.ui.repeating import again
from cxloop_tui.ui.watching import watched

if TYPE_CHECKING:
    from textual.screen import Screen

    from cxloop_tui.ui.app import DeskApp
    from cxloop_tui.ui.screens.confirm import Question
    from cxloop_tui.ui.screens.progress import Progress

T = TypeVar("T")

CAUSES_OFFERED: Final = 3


class ManyVerbs:
    """The verbs of one screen on its marked tickets; every public coroutine is one of them and runs in a worker."""

    def __init__(self, screen: "Screen[None]", session: Session, marking: Marking) -> None:
        self._screen = screen
        self._session = session
        self._marking = marking
        self._last: Deed | None = None
        """What was done last, to one ticket or to many."""

    def on_marked(self) -> Mapping[str, Callable[[], Coroutine[None, None, None]]]:
        """Return the verbs that take many tickets at once, by action id."""
        return {
            "ticket.comment": self.comment,
            "ticket.reply": self.reply,
            "ticket.wait": self.wait,
            "ticket.status": self.status,
            "ticket.priority": self.priority,
            "ticket.assign": self.assign,
            "ticket.hand_over": self.hand_over,
            "ticket.take": self.take,
            "ticket.move": self.move,
            "ticket.edit": self.edit,
            "ticket.resolve": self.resolve,
            "ticket.reopen": self.reopen,
        }

    async def priority(self) -> None:
        """Change the priority."""
        batch = await self._batch()
        await self._pick_and_do(batch, f"Priority of {batch.name}", PRIORITIES, _priority)

    async def status(self) -> None:
        """Change the status; resolved opens its form."""
        batch = await self._batch()
        chosen = await self._pick(batch, f"Status of {batch.name}", many.status_options(), _opened)
        if chosen == Status.RESOLVED:
            await self.resolve()
        elif chosen is not None:
            await self._ask_and_do(batch, _opened(chosen))

    async def move(self) -> None:
        """Move them to another segment, as far as the segment rule lets them."""
        batch, space = await self._batch(), await self._space()
        options = many.segment_options(space)
        day = self._session.today()
        await self._pick_and_do(batch, f"Move {batch.name}", options, lambda code: _moved(code, space, day))

    async def assign(self) -> None:
        """Give them to another owner, or to several evenly."""
        batch, space = await self._batch(), await self._space()
        loads = await self._session.ask(lambda queries: queries.loads())
        options = many.owner_options(space, self._session.me, loads, self._session.today())
        heirs = await self._shares(batch, {email: load.open for email, load in loads.items()})

        def deed_of(chosen: str) -> Deed:
            if chosen != many.SPREAD:
                return _given(chosen, space)
            if isinstance(heirs, Refused):
                raise heirs
            becomes = f"spread: {many.dealt(heirs, space)}"
            return Deed("Spread", becomes, bulk.given_to(heirs))

        await self._pick_and_do(batch, f"Owner of {batch.name}", options, deed_of)

    async def take(self) -> None:
        """Make them mine; there is nothing to choose, so it is asked."""
        batch, space = await self._batch(), await self._space()
        await self._ask_and_do(batch, _given(self._session.me, space), is_asked=True)

    async def comment(self) -> None:
        """Say the same about each of them."""
        batch = await self._batch()
        submit = self._submit(batch, lambda values: Deed("Comment on", "commented on", many.commented(values)))
        await self._show(many.comment_many_form(batch.name, submit))

    async def reply(self) -> None:
        """Write the same to the customer of each, who is greeted by name."""
        from cxloop_tui.domain.mail.reply import begun_for_many  # noqa: PLC0415 - templates, seldom wanted
        from cxloop_tui.ui.forms.many_replies import replied, reply_many_form  # noqa: PLC0415

        batch, space, language = await self._batch(), await self._space(), self._session.writes_in
        letter = begun_for_many(language, space.called(self._session.me), self._session.signature)
        submit = self._submit(
            batch, lambda values: Deed("Reply to", "written to", replied(values, language)), is_asked=True
        )
        await self._show(reply_many_form(batch.name, letter, submit))

    async def wait(self) -> None:
        """Set them aside until the same moment."""
        from cxloop_tui.ui.forms.waiting import wait_many_form, waiting_of  # noqa: PLC0415 - seldom wanted

        batch = await self._batch()

        def deed_of(values: Values) -> Deed:
            waiting = waiting_of(values, self._session)
            becomes = "going on" if waiting.until is None else "set aside"
            return Deed("Let wait", becomes, lambda ticket, _: intent.change(ticket, waiting.fields))

        await self._show(wait_many_form(batch.name, self._session, self._submit(batch, deed_of)))

    async def resolve(self) -> None:
        """Close the loop of each with the same words."""
        batch = await self._batch()
        causes = await self._session.ask(lambda queries: queries.words_used("root_cause", limit=CAUSES_OFFERED))
        any_words = {"root_cause": "-", "action_taken": "-", "told": "-"}
        outcome = await self._foresee(batch, many.resolved(any_words)) if len(batch.ids) <= CHUNK else None
        submit = self._submit(batch, lambda values: Deed("Resolve", "resolved", many.resolved(values)))
        await self._show(many.resolve_many_form(batch.name, causes, outcome, submit))

    async def reopen(self) -> None:
        """Take them up again."""
        batch = await self._batch()
        submit = self._submit(batch, lambda values: Deed("Reopen", "reopened", many.reopened(values)))
        await self._show(many.reopen_many_form(batch.name, submit))

    async def edit(self) -> None:
        """Add and take away tags, set a category."""
        batch = await self._batch()
        submit = self._submit(batch, lambda values: Deed("Edit", "edited", many.edited(values)))
        categories = await self._session.ask(lambda queries: queries.categories())
        await self._show(many.edit_many_form(batch.name, categories, submit))

    async def hand_over(self) -> None:
        """Give them on at the end of a shift."""
        await self._hand_over(await self._batch())

    async def hand_over_one(self, ticket_id: str) -> None:
        """Give one on."""
        await self._hand_over(await self._batch_of(ticket_id))

    async def _hand_over(self, batch: Batch) -> None:
        from cxloop_tui.services import handing_over  # noqa: PLC0415 - once a shift
        from cxloop_tui.ui.forms.handover import handover_form  # noqa: PLC0415

        space = await self._space()
        loads, to_do = await self._session.ask(
            lambda queries: (queries.loads(), handing_over.to_do_of(queries, batch.ids))
        )

        async def submit(values: Values) -> None:
            to, note = values["owner"], values["note"]
            becomes = f"handed over to {space.called(to)}"
            make, along = handing_over.given(to, note), handing_over.with_to_do(to, to_do)
            if not await self._ask_and_do(batch, Deed("Hand over", becomes, make, along, "the page is copied")):
                raise Refused("nothing was changed")

            def page(queries: Queries) -> str:
                owned = {row.id for row in queries.rows(set(batch.ids)) if row.owner == to}
                return handing_over.page_of(queries, [one for one in batch.ids if one in owned], to, note)

            app = cast("DeskApp", self._screen.app)
            app.copy_to_clipboard(await self._session.ask_aside(page), tells=False)

        people = many.owner_options(space, self._session.me, loads, self._session.today())[:-1]
        await self._show(handover_form(batch.name, people, sum(map(len, to_do.values())), space, submit))

    async def repeat_on(self, ticket_id: str) -> None:
        """Do what was done last again to a ticket; it is always asked."""
        await self._repeat(await self._batch_of(ticket_id))

    async def _batch_of(self, ticket_id: str) -> Batch:
        view, seq = await self._session.ask(lambda queries: (queries.brief_view(ticket_id), queries.seen()))
        return Batch((ticket_id,), 0, None, seq, called=name_of(view.ticket))

    async def repeat_on_marked(self) -> None:
        """Do what was done last again to all that is marked; it is always asked."""
        await self._repeat(await self._batch())

    async def _repeat(self, batch: Batch) -> None:
        if self._last is None:
            raise Refused("nothing was done yet that could be repeated")
        await self._ask_and_do(batch, self._last, is_asked=True)

    def remember(self, done: Sequence[Done], space: Organisation) -> None:
        """Remember what was done to a ticket, to repeat it."""
        if len(done) == 1 and (deed := again(done[0].operation, space)) is not None:
            self._last = deed

    # --- asking -----------------------------------------------------------------------------------------------------

    async def _batch(self) -> Batch:
        """Return what is marked. Raises Refused when nothing of it is there any more."""
        batch = await self._marking.batch()
        if not batch.ids:
            raise Refused("none of the marked tickets is there any more")
        return batch

    async def _space(self) -> Organisation:
        return await self._session.ask(lambda queries: queries.organisation())

    async def _shares(self, batch: Batch, loads: Mapping[str, int]) -> Mapping[str, str] | Refused:
        """Deal the tickets out, or say why they cannot be."""
        day = day_of(self._session.now(), self._session.utc_offset())
        try:
            return await self._session.act(lambda sitting: bulk.shares(sitting, batch.ids, loads, day))
        except Refused as refusal:
            return refusal

    async def _pick(
        self, batch: Batch, title: str, options: Sequence[Option], deed_of: Callable[[str], Deed]
    ) -> str | None:
        """Let the user choose; what each choice would do is foretold."""
        from cxloop_tui.ui.screens.foreseeing import ForeseeingPicker  # noqa: PLC0415 - not for the first paint

        async def foresee(value: str) -> Foretold:
            try:
                deed = deed_of(value)
                return many.foretold(await self._foresee(batch, deed.make), deed.becomes)
            except CxloopError as refusal:
                return [("refused", str(refusal))]

        return await self._screen.app.push_screen_wait(ForeseeingPicker(title, options, "", foresee))

    async def _pick_and_do(
        self, batch: Batch, title: str, options: Sequence[Option], deed_of: Callable[[str], Deed]
    ) -> None:
        chosen = await self._pick(batch, title, options, deed_of)
        if chosen is not None:
            await self._ask_and_do(batch, deed_of(chosen))

    def _submit(
        self, batch: Batch, deed_of: Callable[[Values], Deed], *, is_asked: bool = False
    ) -> Callable[[Values], Awaitable[None]]:
        """Return what a form does: it stays open, with what was typed, until something is done."""

        async def submit(values: Values) -> None:
            if not await self._ask_and_do(batch, deed_of(values), is_asked=is_asked):
                raise Refused("nothing was changed")

        return submit

    async def _show(self, form: Form) -> None:
        await self._session.load("cxloop_tui.ui.screens.form")
        from cxloop_tui.ui.screens.form import FormScreen  # noqa: PLC0415 - the first paint does without its TextArea

        draft = await self._session.ask(lambda queries: queries.draft(form.ticket, form.name))
        screen = FormScreen(form, self._session, draft, {})
        await self._screen.app.push_screen_wait(screen)
        if screen.has_draft:
            self._screen.app.notify("your draft is kept", title=form.title, markup=False)

    # --- doing ------------------------------------------------------------------------------------------------------

    async def _ask_and_do(self, batch: Batch, deed: Deed, *, is_asked: bool = False) -> bool:
        """Do it, after a question where some are refused or nothing was asked before; say whether it was done.

        Raises Refused when no ticket would change.
        """
        title, count = f"{deed.verb}: {batch.name}", len(batch.ids)
        try:
            outcome = await watched(
                self._screen, title, count, lambda progress: self._foresee(batch, deed.make, progress)
            )
            if not outcome.done:
                raise Refused(many.why_nothing(outcome))
            if (outcome.refusals or is_asked) and not await self._confirmed(batch, deed, outcome):
                return False
            done = await self._done(title, batch, deed)
        except Stopped as stopped:
            self._screen.app.notify(str(stopped), severity="warning", markup=False)
            return False
        self._last = deed
        await self._settle(batch, deed, done)
        return True

    async def _foresee(self, batch: Batch, make: Make, progress: "Progress | None" = None) -> Outcome:
        """Look what would become of the tickets, some at a time so that others can work meanwhile."""
        outcome = Outcome()
        for place, part in enumerate(bulk.chunks(batch.ids)):
            if progress is not None and not progress.go_on(place * CHUNK):
                raise Stopped("stopped: nothing was changed")
            outcome += await self._session.act(
                partial(bulk.plan, by=self._session.me, ids=part, make=make, of=len(batch.ids))
            )
        return outcome

    async def _confirmed(self, batch: Batch, deed: Deed, outcome: Outcome) -> bool:
        from cxloop_tui.ui.screens.confirm import ConfirmScreen  # noqa: PLC0415 - not for the first paint

        return await self._screen.app.push_screen_wait(ConfirmScreen(self._question(batch, deed, outcome)))

    def _question(self, batch: Batch, deed: Deed, outcome: Outcome) -> "Question":
        from cxloop_tui.ui.screens.confirm import Question  # noqa: PLC0415 - not for the first paint

        undo = names_of(self._screen.app).how("ticket.undo")
        then, *rest = many.foretold(outcome, deed.becomes)
        lines = [then, ("undo", f"{undo} takes all of it back, at once"), *rest]
        return Question(
            title=f"{deed.verb}: {batch.name}",
            lines=lines,
            yes=f"{deed.verb} {len(outcome.done):,}",
            default_yes=len(outcome.refusals) <= 1,
        )

    async def _done(self, title: str, batch: Batch, deed: Deed) -> Outcome:
        """Do it to each ticket that allows it."""
        from cxloop_tui.ui.screens.progress import Talk  # noqa: PLC0415 - not for the first paint

        def work(progress: "Progress") -> Coroutine[None, None, Outcome]:
            def change(desk: Callable[[], Desk]) -> Outcome:
                me, go_on = self._session.me, progress.go_on
                return bulk.carry_out(desk(), me, batch.ids, deed.make, seen=batch.seq, along=deed.along, go_on=go_on)

            return self._session.work_at_length(change)

        undo = names_of(self._screen.app).how("ticket.undo")
        talk = Talk(stop=f"what is done stays, and {undo} takes it back", last="done")
        return await watched(self._screen, title, len(batch.ids), work, talk)

    async def _settle(self, batch: Batch, deed: Deed, outcome: Outcome) -> None:
        """What was done is marked no longer, what was refused still is; tell both, and the way back."""
        await self._unmark(batch, outcome)
        parts = [f"{len(outcome.done):,} {deed.becomes}"]
        if outcome.refusals:
            parts.append(f"{len(outcome.refusals):,} refused, still marked")
        if outcome.left:
            parts.append(f"stopped: {outcome.left:,} left, still marked")
        undo = names_of(self._screen.app).how("ticket.undo")
        told = "; ".join([*parts, *([deed.told] if deed.told else []), f"{undo} takes it back"])
        self._screen.app.notify(clean_line(told), markup=False)
        self._screen.post_message(Changed(()))

    async def _unmark(self, batch: Batch, outcome: Outcome) -> None:
        if self._marking.marks is batch.marks and not outcome.left:
            self._marking.set(await self._still_marked(outcome.refused))
        elif batch.marks is not None:  # not all was done, or something was marked or unmarked meanwhile
            self._marking.set(self._marking.marks.without([*outcome.done, *outcome.unchanged]))

    async def _still_marked(self, ids: frozenset[str]) -> Marks:
        query = self._marking.query

        def over(queries: Queries) -> Marks:
            return Marks(hidden=ids).over(queries.found_among(query, ids))

        return await self._session.ask(over)


def _priority(chosen: str) -> Deed:
    return Deed("Set priority of", f"set to priority {chosen}", _set(priority=chosen))


def _opened(chosen: str) -> Deed:
    if chosen == Status.RESOLVED:
        words = {"root_cause": "-", "action_taken": "-", "told": "-"}
        return Deed("Resolve", "resolved, when the form is filled in", many.resolved(words))
    return Deed("Open", "opened", _set(status=chosen))


def _given(email: str, space: Organisation) -> Deed:
    name = space.called(email)
    return Deed(f"Give to {name}", f"given to {name}", _set(owner=email))


def _moved(code: str, space: Organisation, day: str) -> Deed:
    name = space.tree.name(code)
    return Deed(
        f"Move to {name}",
        f"moved to {name}",
        lambda ticket, now: intent.change(ticket, intent.moved(ticket, code, now, day)),
    )


def _set(**wanted: Json) -> Make:
    return lambda ticket, _: intent.change(ticket, wanted)
