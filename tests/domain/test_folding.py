"""Full-text folding, judged by the index it is made for: SQLite's FTS5."""

import re
import sqlite3
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cxloop_tui.domain.folding import document, match_words, tokens

TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"


class Index:
    """One FTS5 index that holds one text at a time."""

    def __init__(self, tokenizer: str = TOKENIZER) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute(f'CREATE VIRTUAL TABLE texts USING fts5(folded, tokenize="{tokenizer}")')
        self.connection.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(texts, 'instance')")

    def hold(self, text: str) -> None:
        self.connection.execute("DELETE FROM texts")
        self.connection.execute("INSERT INTO texts (folded) VALUES (?)", (document(text),))

    def finds(self, *words: str, prefix_last: bool = False) -> bool:
        expression = match_words(words, prefix_last=prefix_last)
        found = self.connection.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", (expression,))
        return bool(found.fetchone()[0])

    def finds_longer(self, *words: str) -> bool:
        """Say the same of a last word that is a beginning, which is written as the tokens it may be."""
        expression = match_words(words, prefix_last=True, longer=self.longer)
        found = self.connection.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", (expression,))
        return bool(found.fetchone()[0])

    def longer(self, beginning: str) -> list[str]:
        return sorted({term for term in self.terms() if term.startswith(beginning)})

    def terms(self) -> list[str]:
        return [term for (term,) in self.connection.execute('SELECT term FROM terms ORDER BY "offset"')]


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    opened = Index()
    yield opened
    opened.connection.close()


def long_assigned(character: str) -> bool:
    """Say whether every Unicode table in use knows the character, SQLite's own among them."""
    return unicodedata.ucd_3_2_0.category(character) != "Cn"


known = st.characters(codec="utf-8").filter(long_assigned)
texts = st.one_of(
    st.text(known),
    st.text(st.one_of(known, st.sampled_from("aé ß'.@-1²房间很吵カ゛が ก็เสียงห้อง환불\u1112\u1161\u200b\u200dİıʼ"))),
)
characters_of_many_scripts = st.sampled_from([*"房间很吵ガ々ー환불เaßé1", "ก็"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" .,!? 😡 ", []),
        ("The 2nd ROOM, 1042!", ["the", "2nd", "room", "1042"]),
        ("a_b-c'd", ["a", "b", "c", "d"]),
        ("Perché Straße Łódź", ["perche", "strasse", "lodz"]),
        (
            "Ærøskøbing Œuvre Þórr Đà Ħal ıI İ ŊŦ ẞ",
            ["aeroskobing", "oeuvre", "thorr", "da", "hal", "ii", "i", "nt", "ss"],
        ),
        ("e\u0301 \u00e9 ﬁn ２０ ²", ["e", "e", "fin", "20", "2"]),
        ("ΟΔΟΣ ὁδός ᾳ", ["οδοσ", "οδοσ", "α"]),
        ("Ёлка ЇЖАК ґанок", ["елка", "іжак", "ганок"]),
        ("שָׁלוֹם בית־ספר", ["שלום", "בית", "ספר"]),
        ("كِتَابٌ أحمد كـتاب کتاب", ["كتاب", "احمد", "كتاب", "كتاب"]),
        ("می\u200cخواهم", ["ميخواهم"]),
        ("हिन्दी की", ["हिन्दी", "की"]),
        ("Kunden\u00addienst", ["kundendienst"]),
        ("don’t donʼt", ["don", "t", "don", "t"]),
        ("房", ["房"]),
        ("房间", ["房间", "间"]),
        ("房间很吵，好", ["房间", "间很", "很吵", "吵", "好"]),
        ("iPhone房间abc", ["iphone", "房间", "间", "abc"]),
        ("ｶﾞｷ が", ["ガキ", "キ", "が"]),
        ("환불이", ["환불", "불이", "이"]),
        ("เสียง", ["เสี", "สีย", "ยง", "ง"]),
        ("ก\u200bข", ["ก", "ข"]),
        ("\ud800a\0b", ["a", "b"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected
    assert document(text) == " ".join(expected)


@pytest.mark.parametrize(
    ("words", "prefix_last", "expression"),
    [
        ([], True, ""),
        (["!", "😡"], True, ""),
        (["refund"], False, '"refund"'),
        (["refund"], True, '"refund"*'),
        (["late", "refund"], True, '"late" AND "refund"*'),
        (["late", "!"], True, '"late"'),
        (["late delivery"], True, '"late delivery"'),
        (["ana.conti@sh"], True, '"ana conti sh"*'),
        (["房间很吵"], False, '"房间 间很 很吵"'),
        (["房"], False, '"房"*'),
        (["a房"], False, '"a 房"*'),
        (["房间 吵"], False, '"房间 间 吵"*'),
        (["房间 间"], False, '"房间 间 间"*'),
        (['"a" OR b*', "NEAR(x", "^y", "folded:z", "-"], False, '"a or b" AND "near x" AND "y" AND "folded z"'),
    ],
)
def test_match_words(words: list[str], prefix_last: bool, expression: str) -> None:
    assert match_words(words, prefix_last=prefix_last) == expression


@pytest.mark.parametrize(
    ("words", "tokens_meant", "expression"),
    [
        (["late", "refun"], ["refund", "refunded"], '"late" AND ("refund" OR "refunded")'),
        (["ana@sh"], ["shop"], '"ana shop"'),
        (["ana@sh"], ["shop", "shoe"], '("ana shop" OR "ana shoe")'),
        (["refun"], [], '"refun"'),
        (["refun"], None, '"refun"*'),
    ],
)
def test_a_beginning_is_written_as_the_tokens_it_may_be(
    words: list[str], tokens_meant: list[str] | None, expression: str
) -> None:
    assert match_words(words, prefix_last=True, longer=lambda _: tokens_meant) == expression


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Perché così tardi?", "perche"),
        ("Perché così tardi?", "PERCHE\u0301"),
        ("perche", "perché"),
        ("Lange Straße 5", "strasse"),
        ("Lange Strasse 5", "Straße"),
        ("aus Łódź", "lodz"),
        ("房间很吵", "房间"),
        ("房间很吵", "间很"),
        ("房间很吵", "房"),
        ("房间很吵", "很"),
        ("房间很吵", "吵"),
        ("我的iPhone房间abc坏了", "iPhone房间abc"),
        ("我的iPhone房间abc坏了", "abc坏"),
        ("我的iPhone房间abc坏了", "的iphone"),
        ("部屋がうるさい", "うるさい"),
        ("환불이 안돼요", "환불"),
        ("ห้องมีเสียงดังมาก", "เสียง"),
        ("ห้องมีเสียงดังมาก", "ห้อง"),
        ("ห้องมีเสียงดังมาก", "มาก"),
        ("mail from ana.conti@shop.it today", "ana.conti@shop.it"),
        ("mail from ana.conti@shop.it today", "ana.conti"),
        ("mail from ana.conti@shop.it today", "shop.it"),
        ("ticket #1042", "#1042"),
        ("כתבתי שָׁלוֹם", "שלום"),
    ],
)
def test_a_word_finds_its_text(index: Index, text: str, word: str) -> None:
    index.hold(text)
    assert index.finds(word)
    assert index.finds(word, prefix_last=True)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("房间很吵", "房很"),
        ("房间很吵", "间房"),
        ("房间 吵", "间吵"),
        ("ana@shop.it conti", "ana.conti"),
        ("late but then delivery", "late delivery"),
        ("refunds", "refund"),
        ("กา", "กิ"),
        ("かき", "がき"),
        ("की", "का"),
    ],
)
def test_another_word_does_not(index: Index, text: str, word: str) -> None:
    index.hold(text)
    assert not index.finds(word)


def test_the_last_word_may_be_unfinished(index: Index) -> None:
    index.hold("Refund for ana.conti@shop.it")
    assert index.finds("ref", prefix_last=True)
    assert index.finds("refund", "ana.conti@sh", prefix_last=True)
    assert not index.finds("ref")
    assert not index.finds("ref", "ana", prefix_last=True)


def test_all_words_must_be_there(index: Index) -> None:
    index.hold("late refund")
    assert index.finds("refund", "late")
    assert not index.finds("refund", "early")


def test_many_words_are_no_trouble(index: Index) -> None:
    index.hold("late refund")
    assert index.finds(*["refund", "late"] * 1000)


@given(text=texts, data=st.data())
def test_any_word_of_a_text_finds_it(index: Index, text: str, data: st.DataObject) -> None:
    words = [word for word in text.split() if tokens(word)]
    assume(words)
    index.hold(text)
    chosen = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3))
    assert index.finds(*chosen)
    assert index.finds(*chosen, prefix_last=True)


@given(text=st.lists(characters_of_many_scripts, min_size=1, max_size=12).map("".join), data=st.data())
def test_any_part_of_unspaced_text_finds_it(index: Index, text: str, data: st.DataObject) -> None:
    parts = re.findall(r"[aßé1]+|\w\W*", text)
    start = data.draw(st.integers(0, len(parts) - 1))
    end = data.draw(st.integers(start + 1, len(parts)))
    index.hold(text)
    assert index.finds("".join(parts[start:end]))


@given(text=texts, words=st.lists(st.one_of(texts, st.sampled_from(["refund", "ana.conti@sh", "房间"])), min_size=1))
def test_a_beginning_finds_the_same_however_it_is_written(index: Index, text: str, words: list[str]) -> None:
    index.hold(text)
    if match_words(words, prefix_last=True):
        assert index.finds_longer(*words) == index.finds(*words, prefix_last=True)


@given(text=texts, beginning=st.integers(0, 40), length=st.integers(1, 40))
def test_any_beginning_of_what_is_there_is_found_by_the_tokens_it_may_be(
    index: Index, text: str, beginning: int, length: int
) -> None:
    index.hold(text)
    word = next(iter(text[beginning : beginning + length].split()), "")
    if match_words((word,), prefix_last=True):
        assert index.finds_longer(word) == index.finds(word, prefix_last=True)


@given(
    text=texts, words=st.lists(st.one_of(st.text(), st.text("\"*^():+-{}ANDORTE \\'房a"))), prefix_last=st.booleans()
)
def test_nothing_typed_is_read_as_syntax(index: Index, text: str, words: list[str], prefix_last: bool) -> None:
    index.hold(text)
    if match_words(words, prefix_last=prefix_last):
        index.finds(*words, prefix_last=prefix_last)


@given(texts)
def test_the_index_holds_the_tokens_unchanged(index: Index, text: str) -> None:
    index.hold(text)
    assert index.terms() == tokens(text)


@pytest.mark.parametrize("tokenizer", [TOKENIZER, "ascii"])
def test_every_letter_survives_the_tokenizer(tokenizer: str) -> None:
    everything = filter(long_assigned, map(chr, range(0x110000)))
    text = " ".join(character for character in everything if character.isalnum())
    index = Index(tokenizer)
    index.hold(text)
    assert index.terms() == tokens(text)
    index.connection.close()


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_tokens_are_letters_digits_and_marks_and_can_be_stored(text: str) -> None:
    for token in tokens(text):
        assert token
        token.encode()
        assert all(c.isalnum() or unicodedata.category(c).startswith("M") for c in token)


@given(st.text())
def test_case_and_composition_make_no_difference(text: str) -> None:
    assert tokens(unicodedata.normalize("NFD", text)) == tokens(text) == tokens(unicodedata.normalize("NFC", text))
    assert tokens(text.lower()) == tokens(text)


@given(texts)
def test_folding_words_alone_or_in_a_text_is_the_same(text: str) -> None:
    assert tokens(text) == [token for word in text.split() for token in tokens(word)]
