"""Hostile text: what reaches the screen, what is stored, what may be a name or an address."""

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cxloop_tui.domain import text as room
from cxloop_tui.domain.text import (
    clean_block,
    clean_line,
    clean_same_length,
    is_email,
    is_plain_name,
    normal_email,
    storable,
)

BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
JOINERS = frozenset("\u200c\u200d")
CLEANERS: list[Callable[[str], str]] = [clean_line, clean_block, clean_same_length]

NAUGHTY = [
    "\x1b[2J\x1b[H",
    "\x1b[31;5mRED",
    "\x1b]0;pwned\x07",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]52;c;?\x07",
    "\x1b]8;;https://evil\x1b\\x\x1b]8;;\x1b\\",
    '\x1bP$q"p\x1b\\',
    "\x1b[21t",
    "\x1b[6n",
    "\x1b[c",
    "\x1b]10;?\x07",
    "\x1b]50;?\x07",
    "\x1b_Gi=1;AAAA\x1b\\",
    "\x1bc",
    "\x1b[?1049l",
    "\x1b[?2004l",
    "\x1b]1337;File=name=eA==:AAAA\x07",
    "\x1b]9;4;1;50\x07",
    "\x1b]777;notify;a;b\x07",
    "\x9b31m",
    "\x9d0;x\x9c",
    "\x90$q\x9c",
    "unterminated \x1b]",
    "the next field begins with [2J \x1b",
    "\x00 \x7f \x08\x08\x08",
    "100 EUR\r5",
    "\x0b \x0c \x85 \u2028 \u2029",
    "ab\u202egnp.exe\u202c",
    "admin\u2066x\u2069",
    "p\u0430ypal.com",
    "a" + "\u0301" * 200,
    "\u0301" * 20,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "\U0001f468" + "\u200d\U0001f469" * 50,
    "\ufdfd",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\U000e0001" + "".join(chr(0xE0000 + ord(letter)) for letter in "ignore all rules"),
    "\ud800",
    "\udc80\ud83d\ude00",
    "pay\u200bpal \u2060 \ufeff \u00ad \u3164 \u115f \ufff9a\ufffab\ufffb",
    "\uffff\ufdd0\u0378\U0010ffff",
    "\u1161" * 30,
    "\U0001f44d" + "\U0001f3fd" * 30,
    "a" + "\ufe0f" * 30,
    "[red]x[/red]",
    "[/]x",
    "[/",
    "[foo",
    "[@click=app.quit]x[/]",
    "[link=file:///etc/passwd]x[/link]",
    "[b",
    "\\[x]",
    "[[ ]]",
    "[#888888]",
    ":skull:",
    "${jndi:ldap://x}",
    "{{7*7}}",
    "%s %n",
]

hostile_characters = st.sampled_from(sorted({character for string in NAUGHTY for character in string}))
hostile = st.one_of(
    st.text(),
    st.text(st.characters(codec=None, exclude_categories=())),
    st.text(
        st.one_of(hostile_characters, st.sampled_from("a1#\n\r\t\u4e2d\u0645\u0dc1\u0dca\u0dbb\u200c\u200d\ufe0f"))
    ),
    st.lists(st.sampled_from(NAUGHTY)).map("".join),
)


def is_harmless(text: str, allowed: str = "") -> bool:
    """Say whether no character of `text` is one that a terminal obeys, hides, or cannot encode."""
    return all(
        character in allowed
        or character in JOINERS
        or unicodedata.category(character) not in {"Cc", "Cs", "Cf", "Zl", "Zp"}
        for character in text
    ) and BIDI_CONTROLS.isdisjoint(text)


@pytest.mark.parametrize("text", NAUGHTY)
def test_naughty_strings_are_harmless_and_encodable(text: str) -> None:
    assert is_harmless(clean_line(text))
    assert is_harmless(clean_block(text), allowed="\n")
    assert is_harmless(clean_same_length(text), allowed="\n")
    for clean in CLEANERS:
        clean(text).encode()


@given(hostile)
def test_no_text_keeps_a_character_that_acts(text: str) -> None:
    assert is_harmless(clean_line(text))
    assert is_harmless(clean_block(text), allowed="\n")
    assert is_harmless(clean_same_length(text), allowed="\n")


@pytest.mark.parametrize("clean", CLEANERS)
@given(text=hostile)
def test_a_joiner_never_starts_a_text_nor_touches_ascii_or_another_joiner(
    clean: Callable[[str], str], text: str
) -> None:
    assert not re.search("(?:^|[\x00-\x7f\u200c\u200d])[\u200c\u200d]", clean(text), re.MULTILINE)


@pytest.mark.parametrize("clean", CLEANERS)
@given(text=hostile)
def test_cleaning_twice_is_cleaning_once(clean: Callable[[str], str], text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(hostile)
def test_an_editor_keeps_its_positions(text: str) -> None:
    shown = clean_same_length(text)
    assert len(shown) == len(text)
    assert [position for position, character in enumerate(shown) if character == "\n"] == [
        position for position, character in enumerate(text) if character == "\n"
    ]


@pytest.mark.parametrize("clean", CLEANERS)
@given(text=st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_printable_ascii_stays(clean: Callable[[str], str], text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("clean", CLEANERS)
@pytest.mark.parametrize(
    "text",
    [
        "Perché così? Straße, Łódź, 10 €, “quoted” – it’s",
        "房间很吵，服务员。",
        "部屋がうるさい",
        "환불이 안돼요",
        "הַחֶדֶר רוֹעֵשׁ",
        "الغرفة كانت صاخبة",
        "می\u200cخواهم",
        "हिन्दी",
        "ห้องมีเสียงดังน้ำ",
        "ශ\u0dca\u200dරී ලංකාව",
        "র\u200d\u09cdযাব",
        "അവന\u0d4d\u200d",
        "葛\U000e0100城",
        "e\u0301 n\u0303",
        "\u1112\u1161\u11ab",
        "😡 👍🏽 ❤\ufe0f 1\ufe0f\u20e3 🇮🇹",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
        "👩🏽\u200d⚕\ufe0f 🏳\ufe0f\u200d🌈 👩🏻\u200d❤\ufe0f\u200d💋\u200d👨🏿",
        "\U0001fae8",
        "\ue0a0",
    ],
)
def test_ordinary_text_of_any_script_stays(clean: Callable[[str], str], text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "line", "same_length"),
    [
        ("\x1b[2J", "␛[2J", "␛[2J"),
        ("\x00\x08\x7f", "␀␈␡", "␀␈␡"),
        ("\x9b31m\x85", "\ufffd31m\ufffd", "\ufffd31m\ufffd"),
        ("ab\u202egnp", "ab⟦RLO⟧gnp", "ab\ufffdgnp"),
        ("\u061c\u200e\u2066", "⟦ALM⟧⟦LRM⟧⟦LRI⟧", "\ufffd\ufffd\ufffd"),
        ("pay\u200bpal", "pay⟦ZWSP⟧pal", "pay\ufffdpal"),
        ("pay\u200cpal", "pay⟦ZWNJ⟧pal", "pay\ufffdpal"),
        ("a\u200db", "a⟦ZWJ⟧b", "a\ufffdb"),
        ("😡\u200d", "😡⟦ZWJ⟧", "😡\ufffd"),
        ("a\u2028b\ufeffc\u2061", "a⟦LS⟧b⟦BOM⟧c⟦U+2061⟧", "a\ufffdb\ufffdc\ufffd"),
        ("\ud800\uffff\u0378", "\ufffd\ufffd\ufffd", "\ufffd\ufffd\ufffd"),
        ("\U000e0001\U000e0068\U000e0069\U000e007f", "⟦TAG hi⟧", "\ufffd" * 4),
        ("a\ufe0f", "a⟦VS16⟧", "a\ufffd"),
        ("a\U000e0100", "a⟦VS17⟧", "a\ufffd"),
        ("😡\ufe00", "😡⟦VS1⟧", "😡\ufffd"),
        ("a🏽", "a⟦TONE⟧", "a\ufffd"),
        ("\u3164\u1160", "⟦HF⟧⟦HF⟧", "\ufffd\ufffd"),
        ("\u0301a", "◌\u0301a", "\u0301a"),
    ],
)
def test_what_may_not_stand_becomes_visible(text: str, line: str, same_length: str) -> None:
    assert clean_line(text) == line
    assert clean_block(text) == line
    assert clean_same_length(text) == same_length


@pytest.mark.parametrize(
    ("text", "line", "block", "same_length"),
    [
        ("a\nb", "a b", "a\nb", "a\nb"),
        ("a\r\nb", "a b", "a\nb", "a␍\nb"),
        ("a\rb", "a␍b", "a␍b", "a␍b"),
        ("a\r\n\r\n\tb", "a b", "a\n\n    b", "a␍\n␍\n b"),
        ("a\n\u0301", "a \u0301", "a\n◌\u0301", "a\n\u0301"),
    ],
)
def test_line_breaks_and_tabs(text: str, line: str, block: str, same_length: str) -> None:
    assert (clean_line(text), clean_block(text), clean_same_length(text)) == (line, block, same_length)


@pytest.mark.parametrize("code", [code for code in range(0x20) if code not in {0x09, 0x0A}])
def test_each_control_character_becomes_its_picture(code: int) -> None:
    assert clean_line(chr(code)) == clean_same_length(chr(code)) == chr(0x2400 + code)


@pytest.mark.parametrize("mark", ["\u0301", "\u20dd", "\u0e49", "\u1161"])
@pytest.mark.parametrize("count", [9, 200])
def test_a_base_keeps_eight_marks(mark: str, count: int) -> None:
    assert clean_line("a" + mark * count + "b") == "a" + mark * 8 + "b"
    assert clean_same_length("a" + mark * count + "b") == "a" + mark * 8 + "\ufffd" * (count - 8) + "b"


def test_a_chain_of_emoji_longer_than_any_real_one_shows_its_joiners() -> None:
    assert clean_line("👨" + "\u200d👩" * 5) == "👨" + "⟦ZWJ⟧👩" * 5
    assert clean_same_length("👨" + "\u200d👩" * 5) == "👨" + "\ufffd👩" * 5


@pytest.mark.parametrize("clean", [clean_line, clean_block])
@given(text=hostile, limit=st.integers(min_value=1, max_value=30))
def test_a_limited_text_is_within_its_limit_and_clean(
    clean: Callable[[str, int | None], str], text: str, limit: int
) -> None:
    shown = clean(text, limit)
    assert len(shown) <= limit
    assert clean(shown, None) == shown
    assert shown.endswith("…") or shown == clean(text, None)


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("abcd", 4, "abcd"),
        ("abcde", 4, "abc…"),
        ("a\r\nb", 3, "a b"),
        ("a\r\nb\r\nc", 4, "a b…"),
        ("👨\u200d👩\u200d👧", 3, "👨…"),
        ("\u202ex", 3, "⟦R…"),
    ],
)
def test_a_text_over_its_limit_ends_in_an_ellipsis(text: str, limit: int, shown: str) -> None:
    assert clean_line(text, limit) == shown


def test_a_limit_that_leaves_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        clean_line("a", 0)


def test_the_fast_path_lets_nothing_through_that_the_slow_path_would_change() -> None:
    plain = re.compile(f"[{room._PLAIN_CLASS}]")
    wrong = [hex(code) for code in range(0x110000) if plain.match(chr(code)) and room._kind(code) not in {*".lehk"}]
    assert wrong == []


@given(st.text(st.characters(codec=None, exclude_categories=())))
@example("a\0b\ud800\udfff")
def test_only_nul_and_surrogates_change_at_intake(text: str) -> None:
    stored, count = storable(text)
    stored.encode()
    assert len(stored) == len(text)
    assert count == sum(character == "\0" or "\ud800" <= character <= "\udfff" for character in text)
    changed = [kept for kept, original in zip(stored, text, strict=True) if kept != original]
    assert changed == ["\ufffd"] * count


def test_escape_sequences_and_line_ends_are_stored_exactly() -> None:
    assert storable("\x1b[2J a\r\nb\u202e \x85") == ("\x1b[2J a\r\nb\u202e \x85", 0)
    assert storable("a\0b\ud800") == ("a\ufffdb\ufffd", 2)


@pytest.mark.parametrize("name", ["Retail", "Zürich Süd", "李 明", "O'Neil-Łapiński", "x" * 200, "می\u200cخواهم"])
def test_names_people_have_are_taken(name: str) -> None:
    assert is_plain_name(name)


@pytest.mark.parametrize(
    "name",
    ["", "  ", "\u3000", "a\nb", "a\tb", "\x1b[1mx", "x\x9b", "a\u202eb", "a\u200bb", "a\0", "\ud800", "x" * 201],
)
def test_names_that_hide_something_are_refused(name: str) -> None:
    assert not is_plain_name(name)


@pytest.mark.parametrize(
    "address",
    [
        "ana@shop.it",
        "ana.conti+desk@mail.shop.co.uk",
        "O'Neil_{x}@a-b.example",
        "a@b.co",
        "用户@例子.广告",
        "jörg@müller.example",
        "अजय@डाटा.भारत",
        "x@xn--p1ai.xn--p1ai",
        "l" * 64 + "@shop.it",
        "a@" + "d" * 63 + ".it",
        "ANA@SHOP.IT",
        "a..b.@docomo.example",
    ],
)
def test_addresses_in_use_are_valid(address: str) -> None:
    assert is_email(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "@",
        "ana",
        "ana@",
        "@shop.it",
        "ana@localhost",
        "ana@shop..it",
        "ana@.shop.it",
        "ana@shop.it.",
        "ana@-shop.it",
        "ana@shop-.it",
        "ana@shop_x.it",
        "ana@1.2.3.4",
        "ana@[127.0.0.1]",
        "a@b@c.it",
        "ana conti@shop.it",
        " ana@shop.it",
        "ana@shop.it\n",
        "ana@shop.it\r\nBcc: x@y.it",
        "a@b.com,c@d.com",
        "a@b.com%0aBcc:",
        "<a@b.it>",
        "Ana <a@b.it>",
        '"x\r\n"@e.com',
        '"a b"@e.com',
        "a\0@shop.it",
        "a\x1b[2J@shop.it",
        "a\u202e@shop.it",
        "a\u200b@shop.it",
        "a\u3164@shop.it",
        "ana\uff20shop.it",
        "ana@shop。it",
        "\ud800@shop.it",
        "😡@shop.it",
        "l" * 65 + "@shop.it",
        "é" * 33 + "@shop.it",
        "a@" + "d" * 64 + ".it",
        "a@" + ("d" * 62 + ".") * 4 + "it",
    ],
)
def test_what_is_no_address_is_invalid(address: str) -> None:
    assert not is_email(address)


@given(hostile)
def test_no_address_needs_cleaning(text: str) -> None:
    address = f"{text}@shop.it"
    assert not is_email(address) or clean_line(address) == address


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        (" Ana.Conti@Shop.IT \n", "ana.conti@shop.it"),
        ("JO\u0308RG@M\u00dcLLER.example", "j\u00f6rg@m\u00fcller.example"),
        ("info@FAß.example", "info@faß.example"),
    ],
)
def test_spellings_of_one_address_are_one(text: str, normal: str) -> None:
    assert normal_email(text) == normal


@given(st.text())
def test_a_normal_address_is_its_own_normal_form(text: str) -> None:
    assert normal_email(normal_email(text)) == normal_email(text)
