"""Line 5: a passive and a promoter are worked to the end, a bad answer reopens, and the recovered share counts it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.acceptance import Outcome
from tests.journeys.desk import configure, cxloop, shown, tickets
from tests.mail_sink import mail_sink

_SURVEY = """email,nps,comment,segment
ana@shop.example,2,The parcel came late,care
kim@shop.example,1,Nobody answers,care
lee@shop.example,8,It was all right,care
max@shop.example,10,Wonderful,care
"""
_ASKED_AGAIN = """email,nps,comment,segment
ana@shop.example,9,All is well now,care
kim@shop.example,3,Still nobody answers,care
max@shop.example,10,As ever,care
nobody@shop.example,1,I was never here,care
"""


def run() -> Outcome:
    """Import a survey, work all of it, ask again, and count."""
    with tempfile.TemporaryDirectory(prefix="cxloop-recovered-") as name, mail_sink() as sink:
        store = Path(name) / "desk.db"
        configure(store)
        problems = list(_worked(store, sink.port))
        again = _import(store, _ASKED_AGAIN, "again", "--follow-up")
        problems += _reopened(store, again)
        repeated = _import(store, _ASKED_AGAIN, "again", "--follow-up")
        if repeated["already"] != 4:
            problems.append(f"the same answers again: {repeated}")
        share = cxloop(store, "recovered", "--json").record
        if (share["answered"], share["recovered"]) != (3, 2):
            problems.append(f"the share is {share}")
        letters = len(sink.got)
        asked = sum("https://survey.example/" in str(one.letter) for one in sink.got)
        if asked != 2:
            problems.append(f"{asked} customers were asked how it is now")
    counts: dict[str, int | str] = {"letters to customers": letters, "recovered share": f"{share['share']:.0%}"}
    return Outcome(5, "passives, promoters, and who is recovered", counts, problems)


def _worked(store: Path, port: int) -> Iterator[str]:
    for words in (
        ("init", "--name", "Ada", "--email", "ada@desk.example", "--segment", "Care"),
        ("policy", "set", "queue.passives", "on"),
        ("policy", "set", "queue.promoters", "on"),
        ("policy", "set", "mail.review_link", "https://reviews.example/us"),
        ("policy", "set", "mail.survey_link", "https://survey.example/{number}"),
        ("policy", "set", "mail.gather_seconds", "0"),
        ("policy", "set", "mail.hold_seconds", "0"),
        ("mail", "setup", f"smtp+plain://127.0.0.1:{port}", "--from", "desk@shop.example"),
    ):
        yield from _failed(store, *words)
    first = _import(store, _SURVEY, "first")
    if first["tickets"] != 4:
        yield f"the survey made {first['tickets']} tickets"
    for tag, template in (("passive", "asked"), ("promoter", "thanked")):
        queue = tickets(store, f"tag:{tag} status:new,open")
        if len(queue) != 1:
            yield f"{len(queue)} wait in the queue of the {tag}s"
        number = str(queue[0]["number"])
        yield from _failed(store, "reply", number, "--template", template, "--yes")
        yield from _failed(store, "resolve", number, "--told", "by mail")
        if tickets(store, f"tag:{tag} status:new,open"):
            yield f"the queue of the {tag}s is not empty"
    for ticket in tickets(store, "status:new,open"):
        said = ("--root-cause", "the carrier", "--action", "paid back", "--told", "by mail")
        yield from _failed(store, "resolve", str(ticket["number"]), *said)
    yield from _failed(store, "mail", "send")


def _import(store: Path, survey: str, name: str, *more: str) -> dict[str, Any]:
    file = store.with_name(f"{name}.csv")
    file.write_text(survey, encoding="utf-8")
    return cxloop(store, "import", "responses", str(file), "--kind", "nps", *more, "--json").record


def _reopened(store: Path, again: dict[str, Any]) -> Iterator[str]:
    if (again["recovered"], again["reopened"], again["kept"]) != (2, 1, 1):
        yield f"the answers afterwards: {again}"
    for email, status, tag in (
        ("ana@shop.example", "resolved", "recovered"), ("kim@shop.example", "open", "not-recovered"),
    ):  # fmt: skip
        (found,) = tickets(store, f"email:{email}")
        if found["status"] != status or tag not in found["tags"]:
            yield f"{email}: {found['status']}, {found['tags']}"
    (open_again,) = tickets(store, "email:kim@shop.example")
    said = [comment["body"] for comment in shown(store, f"#{open_again['number']}")["comments"]]
    if not any("Still nobody answers" in words for words in said):
        yield f"what they said is not in the ticket: {said}"


def _failed(store: Path, *words: str) -> Iterator[str]:
    said = cxloop(store, *words)
    if said.code:
        yield f"{' '.join(words)}: {said.err}"
