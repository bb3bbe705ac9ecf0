"""Values behave as frozen dataclasses with slots do."""

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.frozen import frozen


@frozen
class Point:
    x: int
    y: int = 0
    tags: list[str] = field(default_factory=list)

    @property
    def sum(self) -> int:
        return self.x + self.y


@dataclass(frozen=True, slots=True)
class Twin:
    x: int
    y: int = 0
    tags: list[str] = field(default_factory=list)


@frozen(kw_only=True)
class Named:
    first: str = "a"
    second: str


@frozen
class Nothing:
    pass


@frozen
class Even:
    number: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", self.number // 2 * 2)

    def __repr__(self) -> str:
        return f"even {self.number}"


INTEGERS = st.integers(-3, 3)
POINTS = st.tuples(INTEGERS, INTEGERS, st.lists(st.sampled_from("ab"), max_size=2))


@given(POINTS, POINTS)
def test_values_are_equal_when_those_of_a_dataclass_are(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    assert (Point(*one) == Point(*other)) is (Twin(*one) == Twin(*other))
    assert repr(Point(*one)) == repr(Twin(*one)).replace("Twin", "Point")


@given(INTEGERS, INTEGERS)
def test_equal_values_have_one_place_in_a_set(one: int, other: int) -> None:
    assert (hash(Even(one)) == hash(Even(other))) is (one // 2 == other // 2)
    assert len({Even(one), Even(other)}) == (1 if one // 2 == other // 2 else 2)


def test_a_value_equals_nothing_of_another_class() -> None:
    others: list[object] = [Twin(1), (1, 0, []), 1, None]
    assert Point(1) not in others


def test_a_value_with_something_unhashable_in_it_cannot_be_hashed() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Point(1))


def test_defaults_are_each_value_its_own() -> None:
    one, other = Point(1), Point(2)
    one.tags.append("a")
    assert (one.y, one.tags, other.tags) == (0, ["a"], [])
    assert (Named(second="b").first, Nothing()) == ("a", Nothing())
    assert hash(Nothing()) == hash(Nothing())


@pytest.mark.parametrize(
    "wrong",
    [
        Point,
        lambda: Point(1, z=2),  # type: ignore[call-arg]
        lambda: Named("a", "b"),  # type: ignore[call-arg]
        lambda: Named(first="a"),  # type: ignore[call-arg]
        lambda: Nothing(1),  # type: ignore[call-arg]
    ],
)
def test_what_a_value_is_made_of_is_checked(wrong: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        wrong()


def test_nothing_of_a_value_can_be_changed() -> None:
    point = Point(1)
    with pytest.raises(FrozenInstanceError, match="'x' cannot be changed"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del point.x
    with pytest.raises(FrozenInstanceError):
        point.sum = 3  # type: ignore[misc]
    assert not hasattr(point, "__dict__")
    assert point == Point(1)


def test_it_is_a_dataclass_to_all_that_looks_at_fields() -> None:
    assert [one.name for one in fields(Point)] == ["x", "y", "tags"]
    assert replace(Point(1, 2), y=3) == Point(1, 3)
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_what_is_computed_of_the_fields_and_methods_of_its_own_stay() -> None:
    assert Even(3).number == 2
    assert repr(Even(3)) == "even 2"
    assert Point(1, 2).sum == 3


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda point: pickle.loads(pickle.dumps(point))])
def test_a_copy_is_equal(again: Callable[[Point], Point]) -> None:
    point = Point(1, 2, ["a"])
    assert again(point) == point
