"""A letter as it travels: nothing in it becomes a header of its own, and it is the same letter when sent again."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.mail.letter import Letter, Purpose, State, letter_id, message_id
from cxloop_tui.domain.mail.message import Sender, address, html_of, message
from cxloop_tui.domain.people import Person
from tests.builders import BEA, GIA, NOON, organisation

SENDER = Sender("Desk of the shop", "desk@shop.example")

HEADERS = {
    "From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
    "X-Auto-Response-Suppress", "MIME-Version", "Content-Type",
}  # fmt: skip

HOSTILE = [
    "a\r\nBcc: x@y.example",
    "a\nBcc: x@y.example",
    "a\n",
    "a\x0bBcc: x@y.example",
    "a\x85Bcc: x@y.example",
    "a\u2028Bcc: x@y.example",
    "=?UTF-8?Q?=0D=0ABcc:?= x@y.example",
    "a=?UTF-8?Q?=0A?=Bcc: x@y.example",
    "=?utf-8?b?DQpCY2M6IHhAeS5leGFtcGxl?=",
    "x" * 1_000,
    "nul\x00nul",
    "\u202egnp.exe",
    "\ud800 alone",
    '"x\r\n"',
    "a@b.example, c@d.example",
    "",
    "   ",
]  # fmt: skip


def letter(**fields: object) -> Letter:
    values: dict[str, object] = {
        "id": letter_id("op"),
        "purpose": Purpose.NOTICE,
        "ticket": "0190d6a0-0000-7000-8000-000000000001",
        "operations": ("op",),
        "to": (BEA,),
        "cc": (GIA,),
        "title": "[#1042] commented by Gia South, Bari",
        "body": "Gia South: commented\n\n    called back\n\nowner: Bea\n",
        "state": State.WAITING,
        "due_at": NOON,
        "missed": {},
        "seq": 1,
    }
    return Letter(**{**values, **fields})  # type: ignore[arg-type]


def arrived(made: EmailMessage) -> EmailMessage:
    """Read a message as a mail program does, after it was written out for the wire."""
    found = message_from_bytes(made.as_bytes(policy=policy.SMTPUTF8), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_everybody_is_named_in_what_each_one_gets() -> None:
    got = arrived(message(letter(), GIA, SENDER, organisation(), NOON))
    assert got["From"] == "Desk of the shop <desk@shop.example>"
    assert got["To"] == f"Bea Bari <{BEA}>"
    assert got["Cc"] == f"Gia South <{GIA}>"
    assert got["Subject"] == "[#1042] commented by Gia South, Bari"
    assert got["Auto-Submitted"] == "auto-generated"
    assert set(got.keys()) == HEADERS


def test_it_is_plain_text_and_the_same_in_html() -> None:
    got = arrived(message(letter(body="a <b>\n\n    c & d\n"), GIA, SENDER, organisation(), NOON))
    plain, html = got.get_body(("plain",)), got.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines() == ["a <b>", "", "    c & d"]
    assert html.get_content().splitlines()[2:4] == ["<p>a &lt;b&gt;</p>", "<blockquote>c &amp; d</blockquote>"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_title_stays_a_title(text: str) -> None:
    got = arrived(message(letter(title=text), BEA, SENDER, organisation(), NOON))
    assert set(got.keys()) == HEADERS
    assert len(got["Subject"]) <= 200


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_stays_a_name(text: str) -> None:
    space = organisation({}, Person(BEA, text))
    got = arrived(message(letter(), BEA, Sender(text, SENDER.email), space, NOON))
    assert set(got.keys()) == HEADERS
    assert [each.addr_spec for each in got["To"].addresses] == [BEA]
    assert [each.addr_spec for each in got["From"].addresses] == [SENDER.email]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_body_stays_in_the_body(text: str) -> None:
    got = arrived(message(letter(body=f"{text}\n\n    {text}\n"), BEA, SENDER, organisation(), NOON))
    assert set(got.keys()) == HEADERS
    assert [part.get_content_type() for part in got.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    "text",
    [
        "a\r\nBcc: x@y.example",
        "a@b.example\n",
        '"x\r\n"@e.example',
        "a@b.example,c@d.example",
        "a@b.example%0aBcc:",
        "<a@b.example>",
        "=?UTF-8?Q?=0A?=Bcc@y.example",
        "x" * 65 + "@e.example",
        "a@[127.0.0.1]",
        "a@b\x00.example",
        "nobody",
        "",
    ],
)
def test_what_is_no_address_is_sent_nothing(text: str) -> None:
    with pytest.raises(Unusable, match="no address"):
        address(text)


def test_a_domain_of_another_script_goes_as_its_server_knows_it() -> None:
    assert address("ana@bücher.example").addr_spec == "ana@xn--bcher-kva.example"


@given(title=st.text(), name=st.text(), body=st.text(max_size=300))
def test_no_text_at_all_makes_a_header(title: str, name: str, body: str) -> None:
    space = organisation({}, Person(BEA, name))
    got = arrived(message(letter(title=title, body=body), BEA, SENDER, space, NOON))
    assert set(got.keys()) == HEADERS
    assert [each.addr_spec for each in got["To"].addresses] == [BEA]


def test_sent_again_it_is_known_to_be_the_same() -> None:
    first = message(letter(), BEA, SENDER, organisation(), NOON)
    again = message(letter(id="another", title="other words"), BEA, SENDER, organisation(), NOON + 1)
    assert first["Message-ID"] == again["Message-ID"]


@given(operations=st.lists(st.text(), min_size=2, max_size=2, unique=True), who=st.sampled_from([BEA, GIA]))
def test_no_two_letters_have_one_id(operations: list[str], who: str) -> None:
    one, other = (message_id(letter(operations=(name,)), who, "shop.example") for name in operations)
    assert one != other
    assert message_id(letter(), BEA, "shop.example") != message_id(letter(), GIA, "shop.example")


def test_all_letters_about_a_ticket_are_one_thread() -> None:
    one = message(letter(operations=("op",)), BEA, SENDER, organisation(), NOON)
    other = message(letter(operations=("other",)), GIA, SENDER, organisation(), NOON)
    assert one["References"] == other["References"]
    summary = message(letter(ticket=None), BEA, SENDER, organisation(), NOON)
    assert "References" not in summary


def test_nothing_makes_empty_html() -> None:
    assert "<p>" not in html_of("\n \n")
