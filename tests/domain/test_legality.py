"""The one gate: what is legal passes, everything else is refused with its reason."""

import ast
import inspect
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cxloop_tui.domain import intent, legality
from cxloop_tui.domain.errors import NotFound, Refused
from cxloop_tui.domain.legality import LINE_LENGTH, TEXT_LENGTH
from cxloop_tui.domain.operation import Change, Entry, Json, Kind, Operation, Origin, Preview
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person, Role
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.ticket import Ticket
from tests.builders import (
    ADA,
    BEA,
    CREATED,
    EVE,
    GIA,
    LEA,
    MAX,
    NOON,
    OLD,
    TOM,
    drafted,
    operation,
    organisation,
    sets,
    ticket,
)

SPACE = organisation()
OPEN = ticket()
NEW = ticket(status=Status.NEW)
RESOLVED = ticket(status=Status.RESOLVED, root_cause="bank", action_taken="refunded", told="call")
ESCALATED = ticket(status=Status.ESCALATED, segment="south", owner=GIA, return_segment="bari", return_owner=BEA)
AT_TOP = ticket(segment="italy", owner=LEA)
HAPPY = ticket(score=9, score_kind="nps")


def create(by: str = BEA, origin: str = Origin.DESK, words: str = "hello", **fields: object) -> Operation:
    given = {**CREATED, **fields}
    return drafted(intent.create("t", given, words), by, origin=origin)  # type: ignore[arg-type]


def change(by: str = BEA, comment: str | None = None, **pairs: tuple[Json, Json]) -> Operation:
    seen_and_wanted = {name: Change(seen, wanted) for name, (seen, wanted) in pairs.items()}
    return operation(by=by, set=seen_and_wanted, comment=comment)


def resolve(by: str = BEA, **words: str) -> Operation:
    said = {"root_cause": "bank", "action_taken": "refunded", "told": "call", **words}
    return drafted(intent.resolve(OPEN, **said), by)


def escalate(to: str = "south", by: str = BEA, owner: str | None = None, words: str = "why") -> Operation:
    return drafted(intent.escalate(OPEN, to, words, SPACE, by=by, owner=owner), by)


def reply(title: str = "Your order", words: str | None = "It is on its way.") -> Operation:
    written = operation(Kind.REPLY_WRITE, add={"contacts": ("mail reached",)}, comment=words)
    return written._replace(preview=Preview(("ana@shop.example",), title=title))


def unseen(by: str, **pairs: tuple[Json, Json]) -> tuple[Entry, ...]:
    return (Entry(operation=change(by, None, **pairs), seq=11, received_at=NOON),)


@dataclass(frozen=True)
class Case:
    reason: str
    made: Operation
    now: Ticket | None = OPEN
    since: tuple[Entry, ...] = ()
    space: Organisation = field(default=SPACE)


CASES = [
    # What is written
    Case("the text has more than 100,000 characters", operation(Kind.COMMENT_ADD, comment="x" * (TEXT_LENGTH + 1))),
    Case("a ticket has no field 'mood'", change(mood=(None, "blue"))),
    Case("a ticket has no field 'seq'", change(seq=(1, 2))),
    Case("category is not text", change(category=(None, 5))),
    Case("owner is not text", change(owner=(BEA, [EVE]))),
    Case("category has more than 300 characters", change(category=(None, "x" * (LINE_LENGTH + 1)))),
    Case("root cause has more than 100,000 char", change(root_cause=(None, "x" * (TEXT_LENGTH + 1)))),
    Case("a tag has more than 300 characters", operation(add={"tags": ("x" * (LINE_LENGTH + 1),)})),
    # Another response of a customer
    Case("a response is added by an import", operation(Kind.RESPONSE_ADD, add={"responses": ("r",)})),
    Case(
        "it is resolved: another response makes a ticket",
        operation(Kind.RESPONSE_ADD, add={"responses": ("r",)}, origin=Origin.IMPORT),
        RESOLVED,
    ),
    # A letter to the customer
    Case("nobody can be written to", reply(), ticket(customer_email=None)),
    Case("text is empty: write what the customer", reply(words=None)),
    Case("title is empty: a letter needs one", reply(title=" ")),
    Case("title is one line", reply(title="a\nBcc: x@y.example")),
    # A new ticket
    Case("old@desk.example is not active any more", create(OLD), None),
    Case("'nonsense' is not an e-mail address", create(customer_email="nonsense"), None),
    Case("11 is not a nps score", create(score=11, score_kind="nps"), None),
    Case("5 is not a known kind of score", create(score=5), None),
    Case("True is not a nps score", create(score=True, score_kind="nps"), None),
    Case("there is no priority 'urgent'", create(priority="urgent"), None),
    Case("a ticket begins as new", create(status="open"), None),
    Case("customer e-mail is empty: a new ticket needs one", create(customer_email=None), None),
    Case("comment is empty: a new ticket needs what", create(words=" "), None),
    Case("segment is empty: a new ticket needs one", create(segment=None), None),
    Case("there is no segment 'mars'", create(segment="mars"), None),
    Case("owner is empty: a new ticket needs one", create(owner=None), None),
    Case("there is nobody with the e-mail x@y.it", create(owner="x@y.it"), None),
    Case("Old Bari is not active any more: choose another owner", create(owner=OLD), None),
    # Whatever is done to one
    Case("this ticket was withdrawn; redo brings it back", operation(Kind.COMMENT_ADD, comment="x"), None),
    Case("this ticket was withdrawn; redo brings it back", change(category=(None, "x")), ticket(withdrawn=True)),
    Case("this program does not know how to do 'mood.set'", operation("mood.set")),
    Case("Old Bari is not active any more", operation(Kind.COMMENT_ADD, by=OLD, comment="x")),
    Case("Old Bari is not active any more", operation(by=OLD, comment="only a note")),
    Case("the comment is empty", operation(Kind.COMMENT_ADD)),
    Case(
        "a comment or contact changes nothing but",
        operation(Kind.COMMENT_ADD, comment="x", set=sets(owner=(BEA, EVE))),
    ),
    Case("a comment or contact changes no tags", operation(Kind.COMMENT_ADD, comment="x", add={"tags": ("vip",)})),
    Case(
        "a comment or contact changes no tags",
        operation(Kind.CONTACT_LOG, add={"contacts": ("call reached",)}, remove={"tags": ("vip",)}),
    ),
    Case(
        "nothing comes along with a change but",
        operation(set=sets(status=("new", "escalated"), segment=("bari", "italy")), implied=("status",)),
    ),
    Case("nothing comes along with a change but", operation(set=sets(owner=(BEA, EVE)), implied=("owner",))),
    Case(
        "a comment or contact changes nothing but",
        operation(Kind.CONTACT_LOG, set=sets(status=("new", "open"))),
        NEW,
    ),
    # Conflicts
    Case(
        "category was changed meanwhile by tom@desk.example; look again",
        change(category=(None, "refund")),
        ticket(category="late"),
        unseen(TOM, category=(None, "late")),
    ),
    Case("category was changed meanwhile; look again", change(category=(None, "refund")), ticket(category="late")),
    Case(
        "meanwhile gia@desk.example made it resolved; look again before you change priority",
        change(priority=("medium", "high")),
        RESOLVED,
        unseen(GIA, status=("open", "resolved")),
    ),
    Case(
        "meanwhile gia@desk.example made it escalated; look again before you change segment",
        change(segment=("bari", "naples")),
        OPEN,
        unseen(GIA, status=("open", "escalated")),
    ),
    # Status
    Case("there is no status 'closed'", change(status=("open", "closed"))),
    Case("there is no status None", change(status=("open", None))),
    Case("a ticket that is open cannot become new", change(status=("open", "new"))),
    Case("a ticket that is resolved cannot become new", change(status=("resolved", "new")), RESOLVED),
    Case("it is neither your ticket nor in your segments", resolve(TOM)),
    Case("only its owner or a manager above may end an esc", change(BEA, status=("escalated", "open")), ESCALATED),
    # Segment
    Case("a ticket needs a segment", change(segment=("bari", None))),
    Case("there is no segment 'mars'", change(segment=("bari", "mars"))),
    Case("South is neither beside nor right below Bari", change(segment=("bari", "south"))),
    Case("it is neither your ticket nor in your segments", change(TOM, segment=("bari", "naples"))),
    Case(
        "an escalation goes to a segment above", change(comment="why", status=("open", "escalated"), owner=(BEA, GIA))
    ),
    Case("Naples is not above Bari", escalate("naples", owner=ADA)),
    # Owner
    Case("a ticket needs an owner", change(owner=(BEA, None))),
    Case("there is nobody with the e-mail x@y.it", change(owner=(BEA, "x@y.it"))),
    Case("Old Bari is not active any more: choose another", change(owner=(BEA, OLD))),
    Case("only its owner or a manager above may give it", change(BEA, owner=(GIA, EVE)), ticket(owner=GIA)),
    Case("it lies outside your segments", change(TOM, owner=(BEA, TOM))),
    Case("Eve Madrid does not work in your segments", change(GIA, owner=(BEA, EVE))),
    # Escalation
    Case("it is neither your ticket nor in your segments", escalate(by=TOM)),
    Case("reason is empty: say why it must be handled", escalate(words=" ")),
    Case("you cannot escalate to yourself", escalate(by=GIA, owner=GIA)),
    Case("owner must manage South or a segment above: ", escalate(owner=EVE)),
    Case("owner must manage South or a segment above: ", escalate(owner=MAX)),
    Case(
        "at the top an escalation needs another manager",
        change(ADA, "why", status=("open", "escalated")),
        AT_TOP,
    ),
    # Waiting
    Case("a new ticket waits for nobody", create(waiting_for="customer"), None),
    Case("who waits says for whom, and until when", change(waiting_for=(None, "customer"))),
    Case("who waits says for whom, and until when", change(waiting_until=(None, "2027-01-20T08:00:00Z"))),
    Case(
        "nobody waits for 'godot'", change(waiting_for=(None, "godot"), waiting_until=(None, "2027-01-20T08:00:00Z"))
    ),
    *(
        Case("is no time to wait until", change(waiting_for=(None, "customer"), waiting_until=(None, until)))
        for until in ("tomorrow", "2027-01-20T08:00:00+01:00")
    ),
    Case(
        "it is resolved: there is nothing to wait for",
        change(waiting_for=(None, "customer"), waiting_until=(None, "2027-01-20T08:00:00Z")),
        RESOLVED,
    ),
    # The rest
    Case("it is neither your ticket nor in your segments", change(TOM, category=(None, "x"))),
    Case("it is neither your ticket nor in your segments", operation(by=TOM, add={"tags": ("x",)})),
    Case(
        "'nonsense' is not an e-mail address", change(customer_email=(None, "nonsense")), ticket(customer_email=None)
    ),
    Case("there is no priority None", change(priority=("medium", None))),
    Case("11 is not a nps score", change(score=(9, 11)), HAPPY),
    Case("9 is not a csat score", change(score_kind=("nps", "csat")), HAPPY),
    Case("9 is not a known kind of score", change(score_kind=("nps", None)), HAPPY),
    Case("root cause is empty: a resolution says it", resolve(root_cause="")),
    Case("action taken is empty: a resolution says it", resolve(action_taken="")),
    Case("told is empty: a resolution says it", resolve(told="")),
]
STRANGER = Case("", change("x@y.example", category=(None, "x")))


def refusal(case: Case) -> Refused:
    with pytest.raises(Refused) as refused:
        legality.check(case.made, case.now, case.space, case.since)
    return refused.value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.reason[:40])
def test_what_is_against_a_rule_is_refused_with_its_reason(case: Case) -> None:
    assert case.reason in str(refusal(case))


UNDO_CASES = [
    ("a newer cxloop did that", operation("mood.set"), BEA, OPEN),
    ("only a manager above or an admin may take back", change(TOM, category=(None, "x")), BEA, ticket(category="x")),
    ("only a manager above or an admin may take back", change(TOM, category=(None, "x")), MAX, ticket(category="x")),
    ("old@desk.example is not active any more", change(OLD, category=(None, "x")), OLD, ticket(category="x")),
    ("root cause was changed since; undo would", change(root_cause=(None, "x")), BEA, ticket(root_cause="y")),
]


@pytest.mark.parametrize(("reason", "target", "by", "now"), UNDO_CASES)
def test_an_undo_asks_for_roles_and_for_what_was_changed_since(
    reason: str, target: Operation, by: str, now: Ticket
) -> None:
    with pytest.raises(Refused) as refused:
        legality.check_undo(operation(by=by, undoes=target.id), target, now, SPACE, ())
    assert reason in str(refused.value)


@pytest.mark.parametrize("by", [TOM, GIA, LEA, ADA])
def test_an_undo_is_open_to_its_maker_to_managers_above_and_to_admins(by: str) -> None:
    target = change(TOM, category=(None, "x"))
    legality.check_undo(operation(by=by, undoes=target.id), target, ticket(category="x"), SPACE, ())


def test_there_is_a_case_for_every_refusal_in_the_room() -> None:
    source = Path(inspect.getfile(legality))
    raises = {
        node.lineno for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))) if isinstance(node, ast.Raise)
    }
    reached = set()
    for case in CASES:
        reached |= lines_in(refusal(case), source)
    for _, target, by, now in UNDO_CASES:
        with pytest.raises(Refused) as refused:
            legality.check_undo(operation(by=by, undoes=target.id), target, now, SPACE, ())
        reached |= lines_in(refused.value, source)
    assert raises <= reached


def lines_in(error: BaseException, source: Path) -> set[int]:
    """Return the lines of one file that an error came through."""
    found, at = set(), error.__traceback__
    while at is not None:
        if Path(at.tb_frame.f_code.co_filename) == source:
            found.add(at.tb_lineno)
        at = at.tb_next
    return found


def test_who_is_nobody_here_is_not_found() -> None:
    with pytest.raises(NotFound):
        legality.check(STRANGER.made, OPEN, SPACE, ())
    with pytest.raises(NotFound):
        legality.check(operation(by="x@y.example", comment="only a note"), OPEN, SPACE, ())


PASSES = [
    ("anybody comments", operation(Kind.COMMENT_ADD, by=EVE, comment="x"), OPEN),
    ("anybody writes to the customer", drafted(intent.reply(NEW, "Your order", "On its way."), EVE), NEW),
    ("anybody logs a contact", drafted(intent.contact(NEW, "call", "reached", None), EVE), NEW),
    ("a comment opens a new ticket", drafted(intent.comment(NEW, "x"), EVE), NEW),
    ("a comment on a ticket that was opened meanwhile", drafted(intent.comment(NEW, "x"), EVE), OPEN),
    ("the owner works on it", change(category=(None, "x")), ticket(segment="turin")),
    ("a member of the segment works on it", change(category=(None, "x")), ticket(owner=GIA)),
    ("a manager above works on it", change(LEA, category=(None, "x")), OPEN),
    ("an admin works on it", change(ADA, priority=("medium", "critical")), OPEN),
    ("an agent gives their own to anybody", change(owner=(BEA, EVE)), OPEN),
    ("an agent takes one of their segment", change(owner=(GIA, BEA)), ticket(owner=GIA)),
    ("an agent takes one of nobody", change(owner=(None, BEA)), ticket(owner=None)),
    ("a manager gives to somebody below", change(LEA, owner=(BEA, TOM)), OPEN),
    ("a manager takes it", change(GIA, owner=(BEA, GIA)), OPEN),
    ("a move to a sibling keeps the owner", change(segment=("bari", "naples")), OPEN),
    ("a move brings the lead along", change(segment=("bari", "naples"), owner=(BEA, GIA)), OPEN),
    ("an escalation", escalate(), OPEN),
    ("an escalation two levels up", escalate("italy"), OPEN),
    ("an escalation to an admin", escalate(owner=ADA), OPEN),
    ("an escalation of a resolved one", drafted(intent.escalate(RESOLVED, "south", "w", SPACE, by=BEA)), RESOLVED),
    (
        "an escalation at the top to an admin",
        drafted(intent.escalate(AT_TOP, "italy", "w", SPACE, by=LEA), LEA),
        AT_TOP,
    ),
    ("an escalation further up", drafted(intent.escalate(ESCALATED, "italy", "w", SPACE, by=GIA), GIA), ESCALATED),
    ("handing back as its owner", drafted(intent.hand_back(ESCALATED, "n", organisation()), GIA), ESCALATED),
    ("handing back as manager above", drafted(intent.hand_back(ESCALATED, "n", organisation()), LEA), ESCALATED),
    ("resolving an escalated one as its owner", drafted(intent.resolve(
        ESCALATED, root_cause="a", action_taken="b", told="c"), GIA), ESCALATED),
    ("resolving", resolve(), OPEN),
    ("resolving a new one", drafted(intent.resolve(NEW, root_cause="a", action_taken="b", told="c")), NEW),
    ("reopening", drafted(intent.reopen(RESOLVED, None, SPACE)), RESOLVED),
    ("a note alone", operation(by=EVE, comment="note"), OPEN),
    ("a score of the kind it has", change(score=(9, 3)), HAPPY),
    ("another kind with its score", change(score=(9, 5), score_kind=("nps", "csat")), HAPPY),
    ("emptying the score", change(score=(9, None)), HAPPY),
    ("a change of a ticket whose score nobody understands", change(category=(None, "x")), ticket(score=99)),
    ("a new ticket", create(), None),
    ("a new ticket by somebody of elsewhere", create(EVE), None),
    ("intake may lack e-mail, comment and owner", create(
        ADA, Origin.IMPORT, "", customer_email=None, owner=None), None),
]  # fmt: skip


@pytest.mark.parametrize(("made", "now"), [case[1:] for case in PASSES], ids=[case[0] for case in PASSES])
def test_what_is_in_order_passes(made: Operation, now: Ticket | None) -> None:
    legality.check(made, now, SPACE, ())


def test_policy_says_what_a_resolution_must_say() -> None:
    legality.check(resolve(told="", root_cause=""), OPEN, organisation({"resolve.requires": ["action_taken"]}), ())


def test_words_a_ticket_has_already_count_for_its_resolution() -> None:
    again = ticket(root_cause="bank", action_taken="refunded", told="call")
    bare = drafted(intent.resolve(again, root_cause=None, action_taken=None, told=None))
    legality.check(bare, again, SPACE, ())


def test_a_resolution_that_empties_its_words_is_refused() -> None:
    again = ticket(root_cause="bank", action_taken="refunded", told="call")
    emptied = change(status=("open", "resolved"), root_cause=("bank", None))
    with pytest.raises(Refused, match="root cause is empty"):
        legality.check(emptied, again, SPACE, ())


def test_two_who_want_the_same_are_not_in_each_others_way() -> None:
    legality.check(
        change(priority=("medium", "high")), ticket(priority=Priority.HIGH), SPACE,
        unseen(TOM, priority=("medium", "high")),
    )  # fmt: skip


def test_a_change_of_another_field_meanwhile_is_no_conflict() -> None:
    seen = unseen(TOM, priority=("medium", "high"))
    legality.check(change(category=(None, "x")), ticket(priority=Priority.HIGH), SPACE, seen)


def test_category_does_not_conflict_with_a_resolve_it_had_not_seen() -> None:
    seen = unseen(GIA, status=("open", "resolved"))
    legality.check(change(category=(None, "x")), RESOLVED, SPACE, seen)


def test_ones_own_changes_are_never_in_ones_way() -> None:
    mine = unseen(BEA, priority=("medium", "high"))
    legality.check(change(priority=("high", "low")), ticket(priority=Priority.HIGH), SPACE, mine)


def test_an_admin_who_left_may_nothing() -> None:
    space = organisation(None, Person("was@desk.example", "Was", Role.ADMIN, (), active=False))
    with pytest.raises(Refused, match="Was is not active any more"):
        legality.check(change("was@desk.example", category=(None, "x")), OPEN, space, ())
