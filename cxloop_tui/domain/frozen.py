"""Frozen classes: what `@dataclass(frozen=True, slots=True)` makes, in a fifth of the time.

A frozen dataclass compiles seven functions of its own: half a millisecond a class before anything is on screen, and
the first paint needs forty. Here `__init__` alone is compiled, the other methods are shared. Modules that the first
paint loads use this one (docs/decisions/0019-start-up.md); elsewhere either will do.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, Final, NoReturn, TypeVar, dataclass_transform, overload

T = TypeVar("T")

_set: Final = object.__setattr__
_WAS_LEFT_OUT: Final = object()


@overload
def frozen(cls: type[T], /) -> type[T]: ...


@overload
def frozen(*, kw_only: bool = False) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T] | None = None, /, *, kw_only: bool = False) -> type[T] | Callable[[type[T]], type[T]]:
    """Make a class of values: immutable, with slots, equal when all their fields are, hashable when those are.

    To `dataclasses.replace`, `fields` and pattern matching it is a dataclass. Of `field`, defaults are understood and
    what is neither compared nor shown.
    """

    def made(plain: type[T]) -> type[T]:
        finished = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(plain)
        for name, method in _methods(fields(finished), hasattr(plain, "__post_init__")).items():  # type: ignore[arg-type]
            if name not in vars(plain):
                setattr(finished, name, method)
        return finished

    return made if cls is None else made(cls)


def _methods(named: tuple[Field[Any], ...], has_post_init: bool) -> dict[str, Callable[..., object]]:  # noqa: FBT001
    compared = [one.name for one in named if one.compare]
    told = [one.name for one in named if one.repr]
    content = attrgetter(*compared) if compared else _nothing

    def same(self: object, other: object) -> object:
        return content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(content(self))

    def shown(self: object) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in told)})"

    return {
        "__init__": _init(named, has_post_init),
        "__eq__": same,
        "__hash__": hashed,
        "__repr__": shown,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__setstate__": _restore,
    }


def _init(named: tuple[Field[Any], ...], has_post_init: bool) -> Callable[..., None]:  # noqa: FBT001
    """Compile `__init__`; names of fields are all that gets into its text."""
    known: dict[str, Any] = {"_set": _set, "_was_left_out": _WAS_LEFT_OUT}
    by_place: list[str] = []
    by_name: list[str] = []
    body: list[str] = []
    for one in named:
        taken, given = one.name, one.name
        if one.default is not MISSING:
            known[f"_default_{one.name}"] = one.default
            taken = f"{one.name}=_default_{one.name}"
        elif one.default_factory is not MISSING:
            known[f"_make_{one.name}"] = one.default_factory
            taken = f"{one.name}=_was_left_out"
            given = f"_make_{one.name}() if {one.name} is _was_left_out else {one.name}"
        (by_name if one.kw_only else by_place).append(taken)
        body.append(f"    _set(self, {one.name!r}, {given})")
    if has_post_init:
        body.append("    self.__post_init__()")
    takes = ", ".join(["self", *by_place, *(["*", *by_name] if by_name else [])])
    exec("\n".join([f"def __init__({takes}):", *(body or ["    pass"])]), known)  # noqa: S102
    init: Callable[..., None] = known["__init__"]
    return init


def _nothing(_value: object) -> tuple[()]:
    """Return what a value without fields holds."""
    return ()


def _refuse(self: object, name: str, *_wanted: object) -> NoReturn:
    raise FrozenInstanceError(f"{type(self).__qualname__} is a value: {name!r} cannot be changed")


def _restore(self: object, state: tuple[None, dict[str, object]]) -> None:
    """Take the fields of a copy (`copy`, `pickle`)."""
    for name, held in state[1].items():
        _set(self, name, held)
