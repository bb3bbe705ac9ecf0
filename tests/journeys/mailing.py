"""Mail as a team lives with it: a real mail server, desks and a hub as processes, killed, away, put back.

Who must get what is written down as it is done, and compared with what the mail server has in the end.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.journeys.restoring import backed_up
from tests.journeys.team import ADMIN, PEOPLE, Desk, Hub, Team, environment, found, must
from tests.mail_sink import Got, MailSink
from tests.waiting import PATIENCE, demand_soon

ANN, BOB, MIA = PEOPLE["ann"], PEOPLE["bob"], PEOPLE["mia"]
HOSTILE: Final = (
    "a\r\nBcc: x@y.example",
    "a=?UTF-8?Q?=0A?=Bcc: x@y.example",
    "=?UTF-8?Q?=0D=0ABcc:?= x@y.example",
    "x" * 900,
    "\u202egnp.exe",
)
"""Words that would like to be a header (reference/sync.md 4.3)."""

ANA: Final = "ana@x.example"
"""A customer."""

_REPLY: Final = ("--title", "Your order", "--text", "It is on its way.", "--yes")

_SURVEY: Final = "email,score,comment,segment\n" + "".join(
    f"guest{place}@x.example,{place % 7},late again,bari\n" for place in range(30)
)


@dataclass
class Mailed:
    """What the mail server has, against what it must have."""

    expected: Counter[str] = field(default_factory=Counter)
    """Letters by recipient."""
    problems: list[str] = field(default_factory=list)
    kills: int = 0
    refused: int = 0
    repeated: int = 0
    """Letters that came again under the id they had before, after a store was put back.

    One that was handed over as its sender was killed may come again too, under its id: to a mail program it is one.
    """

    def expect(self, *recipients: str) -> None:
        self.expected.update(recipients)

    def compare(self, sink: MailSink, when: str) -> None:
        """The server has what was expected up to now, and nothing else."""
        got = Counter({str(one.letter["Message-ID"]): one.recipient for one in sink.got}.values())
        if got != self.expected:
            missing, more = dict(self.expected - got), dict(got - self.expected)
            self.problems.append(f"{when}: missing {missing}, too many {more}")


def set_up(hub: Hub, sink: MailSink, *, hold: int = 0) -> None:
    """Let letters go to the server as soon as they are written."""
    must(hub.run("policy", "set", "mail.notices", "on"))
    must(hub.run("policy", "set", "mail.gather_seconds", "0"))
    must(hub.run("policy", "set", "mail.hold_seconds", str(hold)))
    must(hub.run("mail", "setup", f"smtp+plain://127.0.0.1:{sink.port}", "--from", "The desk <desk@shop.example>"))


def ids(got: Sequence[Got]) -> list[str]:
    return [str(one.letter["Message-ID"]) for one in got]


def headers_are_ours(sink: MailSink) -> bool:
    """No letter has a header, or a recipient in one, that nobody put there."""
    return all("Bcc" not in one.letter and "x@y.example" not in str(one.letter["To"]) for one in sink.got)


def alone(hub: Hub, directory: Path, mailed: Mailed, sink: MailSink) -> None:
    """A desk by itself: what is done is told by `mail send`, also after it was killed and the server was away."""
    set_up(hub, sink)

    def by(person: str, *words: str) -> dict[str, object]:
        return must(hub.run(*words, "--json", by=person)).record

    def sent(when: str) -> None:
        must(hub.run("mail", "send"))
        mailed.compare(sink, when)

    new = ("new", "--email", "ana@x.example", "--segment", "bari", "--comment", "late again")
    number = str(by(ANN, *new, "--owner", BOB)["number"])
    mailed.expect(BOB, MIA)
    sent("a new ticket")
    by(MIA, "set", number, "--priority", "high")
    mailed.expect(BOB)
    sent("a change by the manager")
    by(BOB, "set", number, "--owner", ANN)
    mailed.expect(ANN, MIA)
    sent("given to a colleague")
    by(MIA, "set", number, "--owner", BOB)
    mailed.expect(BOB, ANN)
    sent("given back by the manager")
    by(BOB, "escalate", number, "--to", "south", "--reason", "too big", "--owner", MIA)
    mailed.expect(MIA)
    sent("escalated")
    by(MIA, "resolve", number, "--root-cause", "bank", "--action", "wired", "--told", "by call")
    sent("resolved by who owns it: nobody else is to be told")
    _written_to(hub, number, mailed, sink)
    _killed_in_between(hub, directory, mailed, sink, lambda: by(ANN, *new, "--owner", BOB))
    mailed.expect(BOB, MIA)
    sent("killed while it was handed over")
    _imported(hub, directory, mailed, sink)
    _held_and_cancelled(hub, mailed, sink, lambda: by(ANN, *new, "--owner", BOB))
    for words in HOSTILE:
        by(ANN, *new[:-1], words, "--owner", BOB, "--name", words.replace("\r\n", " ")[:200])
        mailed.expect(BOB, MIA)
        mailed.refused += hub.run("people", "add", "x@y.example", "--name", words, "--role", "agent").code != 0
        mailed.refused += hub.run("new", "--email", words, *new[3:], "--owner", BOB).code != 0
    sent("words that would like to be headers")
    if not headers_are_ours(sink):
        mailed.problems.append("a letter has a header that nobody put there")


def _written_to(hub: Hub, number: str, mailed: Mailed, sink: MailSink) -> None:
    """The customer of a ticket that is MIA's gets replies, until they want none; who works on it hears of them."""

    def reply() -> int:
        return hub.run("reply", number, *_REPLY, by=BOB).code

    reply()
    mailed.expect(ANA, MIA)
    must(hub.run("mail", "send"))
    mailed.compare(sink, "a reply")
    to_her = next(one.letter for one in sink.got if one.recipient == ANA)
    if BOB not in str(to_her["Reply-To"]):
        mailed.problems.append(f"answers to a reply go to {to_her['Reply-To']}")
    must(hub.run("policy", "set", "mail.hold_seconds", "2"))
    reply()
    must(hub.run("mail", "send"))
    must(hub.run("customer", ANA, "--consent", "withdrawn", by=BOB))
    mailed.expect(MIA)
    demand_soon(lambda: must(hub.run("mail", "send")).code == 0 and not _waiting(hub), "all that may go went")
    mailed.compare(sink, "who wants no letters any more, with one on its way")
    if reply() != 4:
        mailed.problems.append("somebody who wants no letters can be written to")
    must(hub.run("mail", "send"))
    mailed.compare(sink, "to who wants no letters")
    must(hub.run("policy", "set", "mail.hold_seconds", "0"))


def _killed_in_between(hub: Hub, directory: Path, mailed: Mailed, sink: MailSink, do: Callable[[], object]) -> None:
    """The server is away, then it does not answer, and who hands over is killed."""
    do()
    sink.is_away.set()
    if hub.run("mail", "send").code != 5:
        mailed.problems.append("a server that says nothing but no is not told")
    sink.is_away.clear()
    sink.lets_in.clear()
    sink.is_waited_for.clear()
    words = [sys.executable, "-m", "cxloop_tui", "--store", hub.store, "mail", "send"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(directory)
    ) as process:
        assert sink.is_waited_for.wait(PATIENCE), "nobody came to hand a letter over"
        process.kill()
    mailed.kills += 1
    sink.forgets.set()
    sink.lets_in.set()
    demand_soon(lambda: sink.at_work == 0, "the server notices that nobody waits for its answer")
    sink.forgets.clear()


def _imported(hub: Hub, directory: Path, mailed: Mailed, sink: MailSink) -> None:
    """An import of 30 answers is one summary for who manages them, who is their owner too."""
    survey = directory / "survey.csv"
    survey.write_text(_SURVEY, encoding="utf-8")
    must(hub.run("import", "responses", str(survey), "--kind", "nps", "--segment", "bari", "--json"))
    must(hub.run("mail", "send"))
    mailed.expect(MIA)
    mailed.compare(sink, "an import")
    if "came with an import" not in str(sink.got[-1].letter["Subject"]):
        mailed.problems.append(f"the import was told as {sink.got[-1].letter['Subject']!r}")


def _held_and_cancelled(hub: Hub, mailed: Mailed, sink: MailSink, do: Callable[[], object]) -> None:
    must(hub.run("policy", "set", "mail.hold_seconds", "3600"))
    do()
    do()
    must(hub.run("mail", "send"))
    first, second = (str(record["id"]) for record in must(hub.run("mail", "--json")).records)
    must(hub.run("mail", "hold", first))
    must(hub.run("mail", "cancel", second))
    must(hub.run("mail", "send"))
    mailed.compare(sink, "held and cancelled")
    if [record["state"] for record in must(hub.run("mail", "--json")).records] != ["held"]:
        mailed.problems.append("what was held is not held, or what was cancelled waits")
    must(hub.run("policy", "set", "mail.hold_seconds", "0"))


def with_desks(team: Team, mailed: Mailed, sink: MailSink) -> None:
    """A hub with two desks: it tells what they did offline, and nothing twice, also after it was put back."""
    hub = team.hub
    set_up(hub, sink)
    ann, bob = team.desk("ann"), team.desk("bob")
    _done_offline(ann, bob, mailed, sink)
    hub.kill()
    mailed.kills += 1
    ann.run("new", "--email", "ana@x.example", "--segment", "bari", "--comment", "again", "--owner", BOB)
    hub.start()
    ann.sync()
    mailed.expect(BOB, MIA)
    demand_soon(lambda: len(set(ids(sink.got))) >= mailed.expected.total(), "the hub was killed")
    mailed.compare(sink, "the hub was killed")
    _written_to_offline(ann, bob, mailed, sink)
    _held_from_a_desk(hub, ann, bob, mailed, sink)
    _adopted(team, ann, mailed, sink)
    _put_back(team, ann, mailed, sink)


def _done_offline(ann: Desk, bob: Desk, mailed: Mailed, sink: MailSink) -> None:
    made = must(
        ann.run("new", "--email", "ana@x.example", "--segment", "bari", "--comment", "x", "--owner", BOB, "--json")
    )
    ticket = str(made.record["id"])
    ann.sync()
    mailed.expect(BOB, MIA)
    demand_soon(lambda: len(set(ids(sink.got))) >= mailed.expected.total(), "a ticket from a desk")
    bob.sync()
    must(bob.run("comment", ticket, "called her"))
    must(ann.run("contact", ticket, "--kind", "call", "--outcome", "reached"))
    bob.sync()
    mailed.expect(MIA)
    demand_soon(lambda: len(set(ids(sink.got))) >= mailed.expected.total(), "a comment from a desk")
    ann.sync()
    mailed.expect(BOB, MIA)
    demand_soon(lambda: len(set(ids(sink.got))) >= mailed.expected.total(), "a contact from a desk")
    mailed.compare(sink, "what two desks did offline")


def _written_to_offline(ann: Desk, bob: Desk, mailed: Mailed, sink: MailSink) -> None:
    """One desk writes to a customer, offline; another one hears that she wants no letters, and is there first."""
    made = must(ann.run("new", "--email", ANA, "--segment", "bari", "--comment", "x", "--owner", BOB, "--json"))
    ticket = str(made.record["id"])
    must(ann.run("reply", ticket, *_REPLY))
    ann.sync()
    mailed.expect(ANA, BOB, MIA)
    demand_soon(lambda: len(set(ids(sink.got))) >= mailed.expected.total(), "a reply from a desk")
    bob.sync()
    must(ann.run("reply", ticket, *_REPLY))
    must(bob.run("customer", ANA, "--consent", "withdrawn"))
    bob.sync()
    ann.sync()
    if [record["reason"] for record in must(ann.run("conflicts", "--json")).records] != [
        f"{ANA} does not want to be written to any more"
    ]:
        mailed.problems.append("a reply to who wants no letters was not refused by the hub")
    must(ann.run("conflicts", "theirs", ticket))
    ann.sync()
    mailed.expect(BOB, MIA)
    demand_soon(lambda: len(set(ids(sink.got))) >= mailed.expected.total(), "the words of a refused reply")
    mailed.compare(sink, "written to offline")


def _held_from_a_desk(hub: Hub, ann: Desk, bob: Desk, mailed: Mailed, sink: MailSink) -> None:
    must(hub.run("policy", "set", "mail.hold_seconds", "3600"))
    ann.sync()
    must(ann.run("new", "--email", "eva@x.example", "--segment", "bari", "--comment", "y", "--owner", BOB))
    ann.sync()
    demand_soon(lambda: len(_waiting(hub)) == 1, "a letter is written")
    ann.sync()
    (letter,) = _waiting(ann)
    must(ann.run("mail", "hold", letter))
    ann.sync()
    bob.sync()
    if [record["state"] for record in must(bob.run("mail", "--json")).records] != ["held"]:
        mailed.problems.append("another desk does not see that a letter is held")
    must(bob.run("mail", "cancel", letter))
    bob.sync()
    if _waiting(hub):
        mailed.problems.append("what a desk cancelled still waits at the hub")
    must(hub.run("policy", "set", "mail.hold_seconds", "0"))
    mailed.compare(sink, "held and cancelled from desks")


def _adopted(team: Team, ann: Desk, mailed: Mailed, sink: MailSink) -> None:
    """A used desk joins with tickets of its own: of these nobody is told, of what is done next they are."""
    directory = team.directory / "used"
    directory.mkdir()
    used = Desk(ADMIN, directory, team.hub.token(ADMIN), team.hub)
    must(used.run("init", "--name", "Ada", "--email", ADMIN, "--segment", "South"))
    for words in ("one", "two", "three"):
        must(used.run("new", "--email", "old@x.example", "--segment", "south", "--comment", words, "--owner", ADMIN))
    used.join()
    used.sync()
    must(ann.run("new", "--email", "new@x.example", "--segment", "bari", "--comment", "z", "--owner", BOB))
    ann.sync()
    mailed.expect(BOB, MIA)
    demand_soon(lambda: len(set(ids(sink.got))) >= mailed.expected.total(), "told after a desk was adopted")
    mailed.compare(sink, "a desk was adopted")


def _put_back(team: Team, ann: Desk, mailed: Mailed, sink: MailSink) -> None:
    """The hub forgets a ticket that people were told of, a desk brings it back: nothing goes before it is let go."""
    hub = team.hub
    ann.sync()
    with backed_up(hub, team.directory) as restore:
        before = len(sink.got)
        must(ann.run("new", "--email", "zoe@x.example", "--segment", "bari", "--comment", "z", "--owner", BOB))
        ann.sync()
        mailed.expect(BOB, MIA)
        demand_soon(lambda: len(set(ids(sink.got))) >= mailed.expected.total(), "told before the hub is put back")
        told = ids(sink.got[before:])
        assert hub.stop() == 0
        restore()
        hub.start()
        ann.sync()
        ann.sync()
        demand_soon(lambda: len(_waiting(hub)) == 1, "the letter is written again")
        mailed.compare(sink, "put back, and nothing goes before it is let go")
        before = len(sink.got)
        must(hub.run("mail", "release", "--yes"))
        demand_soon(lambda: len(sink.got) >= before + len(told), "let go")
        mailed.compare(sink, "let go")
        again = ids(sink.got[-2:])
        mailed.repeated += len(set(told) & set(again))
        if sorted(told) != sorted(again):
            mailed.problems.append("what was told again has another id than before")


def _waiting(at: Hub | Desk) -> list[str]:
    """Return the ids of the letters that will go."""
    return [str(record["id"]) for record in must(at.run("mail", "--json")).records]


@contextmanager
def lone_desk(directory: Path) -> Iterator[Hub]:
    """Give a desk that is its own authority, with the people of the team."""
    home = directory / "alone"
    home.mkdir(parents=True)
    hub = Hub(str(home / "desk.db"), home)
    found(hub)
    yield hub
