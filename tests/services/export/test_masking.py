"""Masked exports: nobody is recognised, equal stays equal, and two exports cannot be laid side by side."""

import json
import re

import pytest

from cxloop_tui.domain.text import is_email
from cxloop_tui.services.export import Asked, Format
from cxloop_tui.services.export.masking import Masks
from cxloop_tui.services.records import ticket_record
from tests.builders import BEA, ticket
from tests.services.export.desk import House

MASKS = Masks(b"salt")
NAME = MASKS.name("Ana Conti")


def masked_text(words: str, **fields: object) -> str:
    """What becomes of a customer's words."""
    known = {"customer_name": "Ana Conti", "customer_phone": "+39 080 1234567", "respondent": "R-77", **fields}
    made = ticket(comment=words, **known)
    return str(MASKS.record(made, ticket_record(made))["comment"])


def test_name_email_and_telephone_are_masks() -> None:
    made = ticket(customer_name="Ana Conti", customer_phone="+39 080 1234567", account="shop.example", score=3)
    record = MASKS.record(made, ticket_record(made))
    assert record["customer_name"] == NAME
    assert re.fullmatch(r"customer #[0-9a-f]{12}", NAME)
    assert is_email(str(record["customer_email"]))
    assert record["customer_email"] == MASKS.email("ana@shop.example")
    assert re.fullmatch(r"phone #[0-9a-f]{12}", str(record["customer_phone"]))
    assert re.fullmatch(r"account #[0-9a-f]{12}", str(record["account"]))
    kept = {name: value for name, value in ticket_record(made).items() if record[name] == value}
    assert {"number", "owner", "segment", "score", "created_at", "status"} <= set(kept)
    assert "ana" not in json.dumps(record).replace(BEA, "").casefold().replace("false", "")


def test_what_is_not_known_stays_nothing() -> None:
    made = ticket(customer_email=None, account="Müller GmbH")
    record = MASKS.record(made, ticket_record(made))
    assert (record["customer_name"], record["customer_email"], record["customer_phone"]) == (None, None, None)
    assert record["account"] == "Müller GmbH"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (MASKS.name("Ana  Conti"), MASKS.name("ana conti ")),
        (MASKS.email("Ana@Shop.example"), MASKS.email("ana@shop.example")),
        (MASKS.phone("+39 080 1234567"), MASKS.phone("+39-080/1234567")),
    ],
)
def test_equal_stays_equal_however_it_is_written(one: str, other: str) -> None:
    assert one == other


def test_different_stays_different_and_every_export_has_other_masks() -> None:
    names = [f"Customer {place}" for place in range(2_000)]
    assert len({MASKS.name(name) for name in names}) == len(names)
    assert Masks(b"other").name("Ana Conti") != NAME


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("I am Ana Conti.", f"I am {NAME}."),
        ("ANA\n conti here", f"{NAME} here"),
        ("Yours, Ana", f"Yours, {NAME}"),
        ("Signora Conti's parcel", f"Signora {NAME}'s parcel"),
        ("banana and Contiguous stay", "banana and Contiguous stay"),
        ("write to ana@shop.example!", f"write to {MASKS.email('ana@shop.example')}!"),
        ("or <Bo.Li@x.example>", f"or <{MASKS.email('bo.li@x.example')}>"),
        ("call 080 123 4567 please", f"call {MASKS.phone('+390801234567')} please"),
        ("call 0039-080-1234567", f"call {MASKS.phone('+390801234567')}"),
        ("call +44 20 7946 0000", f"call {MASKS.phone('442079460000')}"),
        ("my id is R-77, not R-777", f"my id is {MASKS.respondent('R-77')}, not R-777"),
        ("order 4711 of 12.11.2026, 12 345 EUR", "order 4711 of 12.11.2026, 12 345 EUR"),
        (r"back\slash Ana \1", rf"back\slash {NAME} \1"),
    ],
)
def test_the_customer_is_masked_in_texts_too(words: str, wanted: str) -> None:
    assert masked_text(words) == wanted


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("李伟", "我是李伟先生"),
        ("박은지", "저는 박은지입니다"),
        ("ณัฐ", "ผมชื่อณัฐครับ"),
        ("Zoë Müller", "ich, Müller, bin zoë"),
    ],
)
def test_names_of_every_script_are_masked(name: str, words: str) -> None:
    masked = masked_text(words, customer_name=name)
    for part in name.casefold().split():
        assert part not in masked.casefold()
    assert MASKS.name(name) in masked


def test_every_text_of_a_ticket_is_masked_and_the_export_says_so_in_every_line() -> None:
    house = House()
    ids = [house.create("Ana here", customer_name="Ana Conti") for _ in range(2)]
    house.desk.sit(
        BEA,
        lambda sitting: sitting.resolve(
            ids[0], root_cause="Ana was away", action_taken="called Conti", told="mail to ana@shop.example"
        ),
    )
    house.desk.sit(BEA, lambda sitting: sitting.change(ids[1], {"category": "Conti"}))
    for form in (Format.CSV, Format.JSON):
        octets, _ = house.exported(Asked(form, masked=True))
        text = octets.decode().replace(BEA, "")
        assert not re.search(r"\bana\b|conti|shop\.example", text, re.IGNORECASE)
    first, _ = house.exported(Asked(Format.JSON, masked=True))
    second, _ = house.exported(Asked(Format.JSON, masked=True))
    names = [{record["customer_name"] for record in json.loads(octets)} for octets in (first, second)]
    assert len(names[0]) == len(names[1]) == 1
    assert names[0] != names[1]
