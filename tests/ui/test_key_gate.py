"""Keys typed ahead of a form reach the form, all of them, in order."""

from textual.events import Event, Key, Paste, Resize
from textual.geometry import Size

from cxloop_tui.ui.key_gate import KeyGate


def key(letter: str, time: float) -> Key:
    event = Key(letter, letter)
    event.time = time
    return event


def letters(events: list[Event]) -> list[str]:
    return [event.key if isinstance(event, Key) else event.text for event in events if isinstance(event, Key | Paste)]


def test_open_it_keeps_nothing() -> None:
    let_in: list[Event] = []
    gate = KeyGate(let_in.append)
    assert not gate.keeps(key("a", 1))
    gate.open()
    assert let_in == []


def test_closed_it_keeps_what_is_typed_and_nothing_else() -> None:
    gate = KeyGate(lambda _: None)
    gate.close()
    assert gate.keeps(key("a", 1))
    assert gate.keeps(Paste("words"))
    assert not gate.keeps(Resize(Size(80, 24), Size(80, 24)))


def test_what_waited_comes_in_the_order_in_which_it_was_typed_as_if_for_the_first_time() -> None:
    let_in: list[Event] = []
    gate = KeyGate(let_in.append)
    gate.close()
    kept = [key("c", 3), key("a", 1), key("b", 2)]
    assert all(gate.keeps(event) for event in kept)
    gate.open()
    assert letters(let_in) == ["a", "b", "c"]
    assert not set(map(id, let_in)) & set(map(id, kept))
    assert not gate.keeps(key("d", 4))


def test_closing_it_again_loses_nothing() -> None:
    let_in: list[Event] = []
    gate = KeyGate(let_in.append)
    gate.close()
    gate.keeps(key("a", 1))
    gate.close()
    gate.open()
    assert letters(let_in) == ["a"]
