"""The user's own keys: refused before Textual could swallow them, and shown wherever keys are."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.config import Config, read_config
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.ui.actions import ACTIONS, BY_ID
from cxloop_tui.ui.keymap import UserKeys, demand_keys, keys_of, shown, textual_keymap
from cxloop_tui.ui.screens.keys import KeysScreen
from tests.ui.desk_host import desk
from tests.ui.test_actions import HEARD_TOGETHER

WIDE = (120, 30)


def keyed(**own: str | list[str]) -> Config:
    """A quiet desk with these keys, by action id with `__` for the dot."""
    keys = {name.replace("__", "."): (key,) if isinstance(key, str) else tuple(key) for name, key in own.items()}
    return Config(refresh_seconds=3600.0, keys=keys)


# What is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "reason"),
    [
        ({"ticket.comment": ("pagedwn",)}, "there is no key 'pagedwn'; did you mean pagedown?"),
        ({"ticket.comment": ("contrl+k",)}, "there is no key 'contrl+k'"),
        ({"ticket.comment": ("",)}, "there is no key ''"),
        ({"ticket.comment": ("f25",)}, "there is no key 'f25'; did you mean f"),
        ({"ticket.comment": ("E",)}, "keys.ticket.comment: 'E' is the key of ticket.escalate too"),
        ({"ticket.comment": ("f6",), "ticket.move": ("f6",)}, "'f6' is the key of"),
        ({"filter.new": ("2",)}, "keys.filter.new: '2' is the key of filter.open too"),
        ({"form.submit": ("f4",)}, "keys.form.submit: 'f4' is the key of form.editor too"),
        ({"ticket.comment": ("ctrl+q",)}, "'ctrl+q' is the key of app.quit too"),
        ({"ticket.comment": ("?",)}, "is the key of app.keys too"),
        ({"find.clear": ("/",)}, "is the key of find.search too"),
    ],
)
def test_what_cannot_be_a_key_is_refused_with_what_to_do(own: UserKeys, reason: str) -> None:
    with pytest.raises(Unusable) as refusal:
        demand_keys(own)
    assert reason in str(refusal.value)
    assert str(refusal.value).startswith("keys.")


@pytest.mark.parametrize(
    "own",
    [
        {},
        {"ticket.comment": ("f6",)},
        {"ticket.comment": ("ctrl+k", "f24", "space")},
        {"ticket.comment": ("E",), "ticket.escalate": ("c",)},
        {"ticket.comment": ("E",), "ticket.escalate": ()},
        {"form.submit": ("f5",)},
        {"filter.new": ("n",)},
        {"app.theme": ("f9",)},
        {"ticket.comment": (",",)},
        {"tab.next": ("greater_than_sign",), "tab.previous": ("left_square_bracket",)},
    ],
)
def test_what_can_be_a_key_is_taken(own: UserKeys) -> None:
    demand_keys(own)


@given(
    st.dictionaries(
        st.sampled_from(sorted(BY_ID)), st.lists(st.sampled_from([*"abcCE?!/<,", "f5", "f6"]), max_size=2)
    )
)
def test_what_is_taken_never_leaves_a_key_with_two_meanings(own: dict[str, list[str]]) -> None:
    keys = {action: tuple(names) for action, names in own.items()}
    try:
        keymap = textual_keymap(keys)
    except Unusable:
        return
    assert set(keymap) == set(keys)
    assert all(keymap.values()), "Textual takes an empty list for its default"
    for scopes in HEARD_TOGETHER:
        heard = [
            key
            for action in ACTIONS
            if action.scope in scopes
            for key in set(keymap.get(action.id, ",".join(action.keys)).split(",")) - {"<ignore>", ""}
        ]
        assert len(heard) == len(set(heard))


def test_a_file_with_an_unknown_action_says_where_and_what_is_nearest(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('theme = "nord"\n\n[keys]\nticket.coment = "f6"\n', encoding="utf-8")
    config = read_config(file)
    with pytest.raises(
        Unusable, match=r"config\.toml, line 4: there is no action 'ticket\.coment'; did you mean ticket"
    ):
        config.demand_known(themes=["nord"], actions=BY_ID)


async def test_the_app_does_not_open_with_a_clash() -> None:
    with pytest.raises(Unusable, match=r"keys\.ticket\.comment: 'E'"):
        async with desk(WIDE, config=keyed(ticket__comment="E")):
            pass


# What is taken ---------------------------------------------------------------------------------------------------


async def test_a_key_of_ones_own_takes_the_place_of_the_old_one() -> None:
    async with desk(WIDE, config=keyed(ticket__comment=["f6", "C"])) as at:
        await at.press("c")
        assert at.no_dialog()
        for key in ("f6", "C"):
            await at.press(key)
            assert at.form
            await at.press("escape")
        assert "f6 comment" in at.lines[-1]
        assert " c comment" not in at.lines[-1]
        await at.press("question_mark", *"comment")
        assert isinstance(at.app.screen, KeysScreen)
        assert "f6  C " in at.seen


async def test_two_keys_can_be_swapped() -> None:
    async with desk(WIDE, config=keyed(ticket__comment="E", ticket__escalate="c")) as at:
        await at.press("E")
        assert "Comment on #" in at.seen
        await at.press("escape", "c")
        assert "Escalate #" in at.seen
        await at.press("escape")
        assert "E comment" in at.lines[-1]
        assert "c escalate" in at.lines[-1]


async def test_an_empty_list_takes_a_key_away() -> None:
    async with desk(WIDE, config=keyed(ticket__comment=[])) as at:
        await at.press("c")
        assert at.no_dialog()
        assert "comment   " not in at.lines[-1]


async def test_an_action_without_a_key_can_be_given_one() -> None:
    async with desk(WIDE, config=keyed(app__theme="f9")) as at:
        before = at.app.theme
        await at.press("f9")
        assert at.app.theme != before


async def test_a_sign_can_be_a_key_as_it_is_typed() -> None:
    async with desk(WIDE, config=keyed(ticket__comment=",", find__overdue="<")) as at:
        await at.press("comma")
        assert at.form
        await at.press("escape", "less_than_sign")
        assert at.listed == [6, 4, 2, 1]
        assert ", comment" in at.lines[-1]


async def test_keys_of_a_form_and_of_the_filter_bar_are_ones_own_too() -> None:
    async with desk(WIDE, config=keyed(form__submit="f5", form__older="f7", filter__escalated="x")) as at:
        await at.press("f", "x")
        assert at.listed == [2]
        await at.press("F", "escape", "c")
        await at.write("Called.")
        await at.press("f5")
        assert at.no_dialog()
        assert at.said[-1].endswith("z takes it back")


@pytest.mark.parametrize(
    ("key", "sign"),
    [
        ("question_mark", "?"), ("slash", "/"), ("left_square_bracket", "["), ("exclamation_mark", "!"),
        ("escape", "esc"), ("pagedown", "pgdn"), ("ctrl+s", "ctrl+s"), ("f4", "f4"), ("E", "E"), ("colon", ":"),
        ("space", "space"), ("tab", "tab"), ("down", "↓"), ("enter", "⏎"),
    ],
)  # fmt: skip
def test_keys_are_shown_as_they_are_printed_on_a_keyboard(key: str, sign: str) -> None:
    assert shown(key) == sign


def test_without_a_keymap_every_action_has_its_own_keys() -> None:
    assert all(keys_of(action, {}) == action.keys for action in ACTIONS)
