"""Who is asked by name in a text, and who may be meant by the beginning of a name."""

import pytest

from cxloop_tui.domain.mention import asked, begun, called
from cxloop_tui.domain.people import Person

BEA = Person("bea@desk.example", "Bea Bari")
BEN = Person("ben@desk.example", "Ben Bauer")
ZOE = Person("z.o@desk.example", "Zoë Öz")
TEAM = called([BEA, BEN, ZOE])


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("nobody", []),
        ("@bea", [BEA]),
        ("@BEN and @bea, please", [BEA, BEN]),
        ("@bea@desk.example knows", [BEA]),
        ("@Zoe\u0308 Öz", [ZOE]),
        ("@z.o?", [ZOE]),
        ("mail bea@desk.example", []),
        ("@beatrice", []),
    ],
)
def test_whoever_is_named_after_an_at_is_asked(text: str, who: list[Person]) -> None:
    assert asked(text, TEAM) == who


@pytest.mark.parametrize(
    ("text", "typed", "may_be"),
    [
        ("@be", "@be", [BEA, BEN]),
        ("ask @Zo", "@Zo", [ZOE]),
        ("@bea and @x", "@x", []),
        ("@bea and @be, or", "@be", [BEA, BEN]),
        ("@beatrice", "@beatrice", []),
        ("@be or @be", "@be", [BEA, BEN]),
    ],
)
def test_a_name_that_is_nobodys_yet_may_become_somebodys(text: str, typed: str, may_be: list[Person]) -> None:
    assert begun(text, TEAM) == [(typed, may_be)]


def test_of_several_such_names_the_last_comes_first() -> None:
    assert [name.typed for name in begun("@ze, @bea, @be", TEAM)] == ["@be", "@ze"]


@pytest.mark.parametrize(
    "text", ["", "@", "@ ", "a@b", "@bea", "@Bea Bari @ben.", "bea@desk.example", "@bea@desk.example"]
)
def test_nothing_is_begun_where_every_name_is_somebodys(text: str) -> None:
    assert begun(text, TEAM) == []
