"""The user's own keys: checked before Textual could swallow them, and shown wherever a key is named."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cxloop_tui.config import Config, Mistake, read_config
from cxloop_tui.ui.actions import ACTIONS, BY_ID, Scope
from cxloop_tui.ui.keymap import (
    NEVER_WITHOUT_KEY,
    KeyNames,
    UserKeys,
    checked,
    keys_of,
    shown,
    textual_keymap,
)
from cxloop_tui.ui.render.looks import ASCII_SIGNS
from cxloop_tui.ui.screens.keys import KeysScreen
from cxloop_tui.ui.taste import taste_of
from tests.ui.desk_host import desk, no_tickets
from tests.ui.test_actions import HEARD_TOGETHER

WIDE = (120, 30)


def keyed(**own: str | list[str]) -> Config:
    """A quiet desk with these keys, by action id with `__` for the dot."""
    keys = {name.replace("__", "."): (key,) if isinstance(key, str) else tuple(key) for name, key in own.items()}
    return Config(refresh_seconds=3600.0, keys=keys)


# What is told ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"ticket.comment": ("pagedwn",)}, "ticket.comment: there is no key 'pagedwn'; did you mean pagedown?"),
        ({"ticket.comment": ("contrl+k",)}, "there is no key 'contrl+k'; did you mean ctrl+k?"),
        ({"ticket.comment": ("Ctrl+K",)}, "there is no key 'Ctrl+K'; did you mean ctrl+k?"),
        ({"ticket.comment": ("F5",)}, "there is no key 'F5'; did you mean f5?"),
        ({"ticket.comment": ("esc",)}, "there is no key 'esc'; did you mean escape?"),
        ({"ticket.comment": ("ctrl+pgdn",)}, "there is no key 'ctrl+pgdn'; did you mean ctrl+pagedown?"),
        ({"ticket.comment": ("shift+c",)}, "there is no key 'shift+c'; write it as it is typed: 'C'"),
        ({"ticket.comment": ("shift+1",)}, "there is no key 'shift+1'; write the sign it types"),
        ({"ticket.comment": ("cmd+k",)}, "there is no key 'cmd+k'; a letter, or a name such as f5, ctrl+k, pagedown"),
        ({"ticket.comment": ("",)}, "there is no key ''; a letter, or a name"),
        ({"ticket.comment": ("<ignore>",)}, "there is no key '<ignore>'"),
        ({"ticket.comment": ("f25",)}, "there is no key 'f25'; did you mean f"),
        (
            {"ticket.comment": ("E",)},
            "ticket.comment: 'E' is the key of ticket.escalate too; give that one another key",
        ),
        ({"filter.new": ("2",)}, "filter.new: '2' is the key of filter.open too"),
        ({"form.submit": ("f4",)}, "form.submit: 'f4' is the key of form.editor too"),
        ({"ticket.comment": ("ctrl+q",)}, "'ctrl+q' is the key of app.quit too"),
        ({"ticket.comment": ("?",)}, "'?' is the key of app.keys too"),
        ({"find.clear": ("/",)}, "'/' is the key of find.search too"),
        ({"ticket.coment": ("f6",)}, "there is no action 'ticket.coment'; did you mean ticket.comment?"),
        ({"comment": ("f6",)}, "there is no action 'comment'; did you mean ticket.comment?"),
        ({"xylophone": ("f6",)}, "there is no action 'xylophone'; docs/keys.md lists all of them"),
        ({"app.quit": ()}, "app.quit cannot be without a key; give it one, such as ctrl+q"),
        ({"form.cancel": ()}, "form.cancel cannot be without a key; give it one, such as esc"),
        ({"find.clear": ()}, "find.clear cannot be without a key; give it one, such as F"),
        (
            {"form.submit": ("s",)},
            "form.submit: 's' is needed for writing; take one that is not, such as f5 or ctrl+k",
        ),
        ({"app.quit": ("q",)}, "app.quit: 'q' is needed for writing"),
        ({"form.cancel": ("tab",)}, "form.cancel: 'tab' is needed for writing"),
        ({"form.editor": ("comma",)}, "form.editor: 'comma' is needed for writing"),
    ],
)
def test_what_cannot_be_followed_is_told_with_what_to_do(own: UserKeys, said: str) -> None:
    kept, mistakes = checked(own, {f"keys.{action}": 7 for action in own})
    assert kept == {}
    assert [mistake.line for mistake in mistakes] == [7]
    assert said in mistakes[0].said


def test_of_two_entries_on_one_key_none_counts_and_the_later_is_told_with_the_line_of_the_other() -> None:
    own = {"ticket.comment": ("f6",), "ticket.move": ("f6",), "ticket.edit": ("f7",)}
    kept, mistakes = checked(own, {"keys.ticket.comment": 2, "keys.ticket.move": 5, "keys.ticket.edit": 6})
    assert kept == {"ticket.edit": ("f7",)}
    assert mistakes == [
        Mistake(5, "ticket.move: 'f6' is the key of ticket.comment too (line 2); give one of them another")
    ]


def test_every_mistake_is_told_in_the_order_of_the_lines() -> None:
    own = {"ticket.coment": ("f6",), "ticket.edit": ("pagedwn", "f25"), "app.quit": (), "find.sort": ("f9",)}
    kept, mistakes = checked(own, {f"keys.{action}": 9 - place for place, action in enumerate(own)})
    assert kept == {"find.sort": ("f9",)}
    assert [mistake.line for mistake in mistakes] == [7, 8, 8, 9]


def test_a_key_that_a_wrong_entry_gives_back_is_not_taken_from_it() -> None:
    own = {"ticket.comment": ("E",), "ticket.escalate": ("pagedwn",)}
    kept, mistakes = checked(own, {"keys.ticket.comment": 2, "keys.ticket.escalate": 3})
    assert kept == {}
    assert mistakes[0] == Mistake(
        2, "ticket.comment: 'E' stays the key of ticket.escalate, whose entry (line 3) is wrong; mend that first"
    )


def test_an_entry_in_a_table_in_one_line_is_told_with_the_line_of_the_table() -> None:
    assert checked({"ticket.coment": ("f6",)}, {"keys": 4})[1][0].line == 4


@pytest.mark.parametrize(
    "own",
    [
        {},
        {"ticket.comment": ("f6",)},
        {"ticket.comment": ("ctrl+k", "f24", "insert")},
        {"ticket.comment": ("E",), "ticket.escalate": ("c",)},
        {"ticket.comment": ("E",), "ticket.escalate": ()},
        {"form.submit": ("f5",)},
        {"form.cancel": ("f10",)},
        {"filter.new": ("n",)},
        {"app.theme": ("f9",)},
        {"ticket.comment": (",",)},
        {"ticket.comment": ("+", "alt+x", "é")},
        {"tab.next": ("percent_sign",), "tab.previous": ("left_square_bracket",)},
    ],
)
def test_what_can_be_followed_is_taken(own: UserKeys) -> None:
    assert checked(own, {}) == (own, [])


KEYS = [*"abcCE?!/<,+", "f5", "f6", "ctrl+q", "escape", "pagedwn", "", "shift+x", "tab"]


@given(
    st.dictionaries(
        st.sampled_from([*sorted(BY_ID), "ticket.coment"]),
        st.lists(st.sampled_from(KEYS) | st.text(max_size=8), max_size=2).map(tuple),
        max_size=12,
    )
)
@example({"find.clear": ("+",)})
def test_whatever_is_asked_for_no_key_has_two_meanings_and_nothing_is_left_out_unsaid(own: UserKeys) -> None:
    kept, mistakes = checked(own, {})
    assert bool(mistakes) == (kept != own)
    assert all(kept[action] == own[action] for action in kept)
    keymap = textual_keymap(kept)
    assert all(keymap.values()), "Textual takes an empty list for its default"
    for scopes in HEARD_TOGETHER:
        heard = [
            key
            for action in ACTIONS
            if action.scope in scopes
            for key in set(keymap.get(action.id, ",".join(action.keys)).split(",")) - {"<ignore>", ""}
        ]
        assert len(heard) == len(set(heard))
    assert all(KeyNames(kept).of(action) for action in NEVER_WITHOUT_KEY)


def test_a_theme_that_there_is_not_is_told_and_the_default_taken(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('ascii = false\ntheme = "cxloop-drak"\n[keys]\nticket.edit = 3\n', encoding="utf-8")
    taste = taste_of(read_config(file))
    assert taste.theme is None
    assert taste.problems == (
        f"{file}, line 2: there is no theme 'cxloop-drak'; did you mean cxloop-dark?",
        f'{file}, line 4: ticket.edit takes a key or a list of keys, as in "c" or ["c", "f5"]',
    )


def test_a_configuration_that_can_be_followed_has_nothing_told() -> None:
    assert taste_of(keyed(ticket__comment="f6")).problems == ()
    assert taste_of(Config(theme="nord")).theme == "nord"


async def test_the_desk_opens_with_mistakes_and_tells_the_first_and_how_many_more(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    wrong = '[keys]\nticket.comment = "E"\nticket.coment = "f6"\nticket.edit = "f7"\napp.quit = []\n'
    file.write_text(wrong, encoding="utf-8")
    async with desk(WIDE, config=read_config(file)) as at:
        first, _, more = at.said[-1].partition("\n\n")
        assert (
            first
            == f"{file}, line 2: ticket.comment: 'E' is the key of ticket.escalate too; give that one another key"
        )
        assert more == "2 more; ? lists them all"
        await at.press("E")
        assert "Escalate #" in at.seen
        await at.press("escape", "c")
        assert "Comment on #" in at.seen
        await at.press("escape", "f7")
        assert "Edit #" in at.seen
        await at.press("escape", "question_mark")
        page = " ".join(" ".join(line.strip("│┃ ") for line in at.lines).split())
        assert "wrong in the configuration; the defaults hold meanwhile" in page
        for line, words in ((2, "ticket.comment: 'E'"), (3, "there is no action"), (5, "app.quit cannot be")):
            assert f"line {line}:" in page
            assert words in page


async def test_one_mistake_alone_is_told_without_a_count() -> None:
    async with desk(WIDE, config=keyed(ticket__comment="E")) as at:
        assert at.said[-1].endswith("give that one another key\n\n? says it again")


async def test_without_a_mistake_the_page_of_keys_has_nothing_to_tell() -> None:
    async with desk(WIDE, config=keyed(ticket__comment="f6")) as at:
        assert at.said == []
        await at.press("question_mark")
        assert "wrong in the configuration" not in at.seen


# What is taken ---------------------------------------------------------------------------------------------------


async def test_a_key_of_ones_own_takes_the_place_of_the_old_one() -> None:
    async with desk(WIDE, config=keyed(ticket__comment=["f6", "Q"])) as at:
        await at.press("c")
        assert at.no_dialog()
        for key in ("f6", "Q"):
            await at.press(key)
            assert at.form
            await at.press("escape")
        assert "f6 comment" in at.lines[-1]
        assert " c comment" not in at.lines[-1]
        await at.press("question_mark", *"comment")
        assert isinstance(at.app.screen, KeysScreen)
        assert "f6  Q " in at.seen


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
        await at.press("f9")
        assert "Theme" in at.seen
        assert not at.no_dialog()


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


# What is said ----------------------------------------------------------------------------------------------------


def test_a_key_is_named_as_it_is_printed_and_without_one_the_palette_is() -> None:
    names = KeyNames({"ticket.undo": ("f6", "u"), "ticket.reopen": (), "pane.open": ("enter",)}, ASCII_SIGNS)
    assert names.all_of("ticket.undo") == ["f6", "u"]
    assert (names.of("ticket.undo"), names.of("ticket.reopen"), names.of("pane.open")) == ("f6", "", "enter")
    assert names.how("ticket.undo") == "f6"
    assert names.how("ticket.reopen") == "'reopen' in the palette"


@pytest.mark.parametrize(("own", "back"), [("f6", "f6 takes it back"), ([], "'undo' in the palette takes it back")])
async def test_what_takes_a_change_back_is_named_by_ones_own_key(own: str | list[str], back: str) -> None:
    async with desk(WIDE, config=keyed(ticket__undo=own)) as at:
        await at.press("p", "4")
        assert at.said[-1].endswith(back)


async def test_what_reopens_is_named_by_ones_own_key() -> None:
    async with desk(WIDE, query="status:resolved", config=keyed(ticket__reopen="f6")) as at:
        await at.press("d")
        assert at.said[-1].endswith("is resolved already; f6 reopens it")


async def test_an_empty_desk_names_ones_own_keys() -> None:
    config = keyed(ticket__new="f6", app__keys="f7", find__search="f8", find__clear="f9")
    async with desk(WIDE, tickets=no_tickets, config=config) as at:
        assert "f6    write the first one" in at.seen
        assert "f7    all keys" in at.seen
    async with desk(WIDE, query="xylophone", config=config) as at:
        assert "f8    change the words" in at.seen
        assert "f9    all tickets again" in at.seen


async def test_a_form_names_ones_own_keys_and_hears_them() -> None:
    config = keyed(form__submit="f5", form__cancel="f10", form__older="f7", form__newer="f8")
    async with desk(WIDE, config=config) as at:
        await at.press("c")
        buttons = next(line for line in at.lines if "Cancel" in line)
        assert "f5" in buttons
        assert "f10" in buttons
        assert "ctrl+s" not in at.seen
        assert "esc" not in buttons
        await at.write("Half a")
        await at.press("escape")
        assert at.form
        await at.press("f10")
        assert at.no_dialog()
        await at.press("c")
        assert "your draft is back; f10 keeps it, f5 sends it" in at.seen


async def test_many_comments_name_ones_own_keys_for_scrolling() -> None:
    async with desk(WIDE, config=keyed(form__older="f7", form__newer="f8")) as at:
        at.colleague_says("bea@desk.example", 1, *"abcdef")
        await at.press("slash")
        await at.write("#1")
        await at.press("enter", "c")
        assert "f7 f8" in at.seen


@pytest.mark.parametrize("opens", ["p", "question_mark"])
async def test_pickers_and_the_page_of_keys_are_left_by_the_key_that_leaves_a_form(opens: str) -> None:
    async with desk(WIDE, config=keyed(form__cancel="f10")) as at:
        await at.press(opens)
        assert "f10 leaves" in at.seen
        await at.press("escape")
        assert not at.no_dialog()
        await at.press("f10")
        assert at.no_dialog()


async def test_the_filter_bar_names_ones_own_keys() -> None:
    config = keyed(filter__new="7", filter__owner="w", filter__segment=[])
    async with desk(WIDE, config=config) as at:
        await at.press("f")
        filters, statuses = at.lines[2:4]
        assert "w owner" in filters
        assert "p priority" in filters
        assert "g segment" not in filters
        assert "7 New" in statuses
        assert "2 Open" in statuses


async def test_the_page_of_keys_finds_ones_own_key_and_says_what_has_none() -> None:
    async with desk((120, 200), config=keyed(ticket__comment="f6", filter__owner=[], ticket__move=[])) as at:
        await at.press("question_mark")
        lines = [" ".join(line.strip("│ ").split()) for line in at.lines]
        assert "no key choose an owner" in lines
        assert "palette move it to another segment" in lines
        await at.write("f6")
        assert "only colleagues see it" in at.seen
        assert "move it to" not in at.seen


def test_no_action_without_a_key_is_out_of_reach_by_mistake() -> None:
    never = {action.id for action in ACTIONS if action.id in NEVER_WITHOUT_KEY}
    assert never == set(NEVER_WITHOUT_KEY)
    assert {Scope.FORM, Scope.EVERYWHERE} <= {BY_ID[action].scope for action in never}
