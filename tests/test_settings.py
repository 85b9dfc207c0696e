"""Where things are, and which of several words about one setting counts."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiptui.model.errors import ConfigError
from shiptui.model.facts import View
from shiptui.settings import Tab
from shiptui.settings.file import CONFIG_LIMIT
from shiptui.settings.option import seconds_of
from shiptui.settings.places import seed_path
from shiptui.settings.schema import OPTIONS, json_schema
from shiptui.settings.settling import Found, settle, weigh


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory of its own, and no word from the environment."""
    for name in [name for name in os.environ if name.startswith(("SHIPTUI_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def config(home: Path) -> Path:
    """Where the config file is looked for; it is not there yet."""
    folder = home / ".config" / "shiptui"
    folder.mkdir(parents=True)
    return folder / "config.toml"


@pytest.mark.skipif(sys.platform != "linux", reason="the places are those of Linux")
def test_without_a_word_the_places_are_those_of_platformdirs() -> None:
    from platformdirs import PlatformDirs

    folders = PlatformDirs("shiptui", appauthor=False)
    settings = settle({})
    assert settings.db == folders.user_data_path / "shiptui.db"
    assert settings.config == folders.user_config_path / "config.toml"
    assert settings.log == folders.user_state_path / "shiptui.log"


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_the_config_is_in_dot_config_also_on_macos(
    home: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert settle({}).config == home / ".config" / "shiptui" / "config.toml"


def test_xdg_variables_are_honoured(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("data", "config", "state"):
        monkeypatch.setenv(f"XDG_{kind.upper()}_HOME", str(home / kind))
    settings = settle({})
    assert settings.db == home / "data" / "shiptui" / "shiptui.db"
    assert settings.config == home / "config" / "shiptui" / "config.toml"
    assert settings.log == home / "state" / "shiptui" / "shiptui.log"


def test_a_relative_xdg_variable_is_ignored(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "somewhere")
    assert settle({}).config.is_relative_to(home)


def test_a_flag_beats_the_environment_beats_the_file_beats_the_default(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settle({}).theme is None
    config.write_text('theme = "dark"\n')
    assert settle({}).theme == "dark"
    monkeypatch.setenv("SHIPTUI_THEME", "light")
    assert settle({}).theme == "light"
    assert settle({"theme": "terminal"}).theme == "terminal"


def test_where_a_value_comes_from_is_known(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.write_text('theme = "dark"\n[layout]\n\nwide = 130\n')
    monkeypatch.setenv("SHIPTUI_VIEW", "saved")
    found = weigh({"mouse": False}).found
    assert found["theme"] == Found("dark", "config.toml line 1")
    assert found["layout.wide"] == Found(130, "config.toml line 4")
    assert found["view"] == Found("saved", "SHIPTUI_VIEW")
    assert found["mouse"] == Found(False, "--no-mouse")
    assert found["glyphs"] == Found(None, "default")


def test_paths_come_from_the_environment_with_the_home_filled_in(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "mine.toml").write_text('view = "saved"\n')
    monkeypatch.setenv("SHIPTUI_DB", "~/votes.db")
    monkeypatch.setenv("SHIPTUI_LOG", "~/shiptui.log")
    monkeypatch.setenv("SHIPTUI_CONFIG", "~/mine.toml")
    settings = settle({})
    assert settings.db == home / "votes.db"
    assert settings.log == home / "shiptui.log"
    assert settings.view is View.SAVED


def test_an_empty_variable_says_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIPTUI_DB", "")
    assert settle({}).db.is_relative_to(home)


EVERYTHING = """
db = "~/a.db"
log = "~/a.log"
view = "voted"
theme = "contrast-light"
mouse = false
offline = true
color = "never"
glyphs = "ascii"
motion = "reduced"
rows = "compact"
sort = "gap"
next = "informative"
reveal = "always"
open_command = "firefox '{url}'"

[blind]
panel = true
names = true

[sync]
every = "15m"
notes = true

[vote]
send_after = 5

[layout]
std = 70
wide = 110
ultra = 200
list_wide = 30
list_ultra = 40

[keys]
"vote.a" = "f"
"vote.b" = ["g", "ctrl+g"]
"undo" = ""

[[tabs]]
name = "Editors I have not judged"
filter = "tag:editors voted:no"

[[tabs]]
name = "Split"
filter = "split:yes"
"""


def test_a_file_may_set_every_key_without_a_notice(config: Path, home: Path) -> None:
    config.write_text(EVERYTHING)
    settings = settle({})
    assert settings.notices == ()
    assert (settings.db, settings.log) == (home / "a.db", home / "a.log")
    assert settings.view is View.VOTED
    assert settings.open_command == "firefox '{url}'"
    assert (settings.mouse, settings.offline, settings.color) == (False, True, "never")
    assert (settings.blind_panel, settings.blind_names) == (True, True)
    assert settings.sync_every == "15m"
    assert [seconds_of(each) for each in ("15m", "6h", "1d", "off")] == [900, 21_600, 86_400, None]
    assert (settings.layout_std, settings.layout_list_ultra) == (70, 40)
    assert settings.keys == {"vote.a": ("f",), "vote.b": ("g", "ctrl+g"), "undo": ()}
    assert settings.key_places["vote.b"] == "config.toml line 37"
    assert settings.tabs[1] == Tab("Split", "split:yes")
    assert len(settings.tabs) == 2


def test_the_file_above_names_every_option() -> None:
    keys = [option.key.rpartition(".")[2] for option in OPTIONS]
    assert [key for key in keys if f"\n{key} = " not in EVERYTHING] == []


def test_without_a_word_everything_is_left_to_the_program() -> None:
    settings = settle({})
    fixed = {"db", "log", "offline", "mouse", "color"}
    fields = [option.field for option in OPTIONS if option.key not in fixed]
    assert [name for name in fields if getattr(settings, name) is not None] == []
    assert (settings.offline, settings.mouse, settings.color) == (False, True, "auto")
    assert (settings.keys, settings.tabs, settings.notices) == ({}, (), ())


def test_the_environment_knows_switches_and_numbers_by_their_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SHIPTUI_MOUSE", "off")
    monkeypatch.setenv("SHIPTUI_OFFLINE", "1")
    monkeypatch.setenv("SHIPTUI_BLIND_NAMES", "Yes")
    monkeypatch.setenv("SHIPTUI_LAYOUT_WIDE", "130")
    settings = settle({})
    assert (settings.mouse, settings.offline, settings.blind_names) == (False, True, True)
    assert settings.layout_wide == 130
    assert settings.notices == ()


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ('# x\nthme = "dark"', 'line 2: unknown key "thme" (theme?). Using the default.'),
        ("\n[keyz]\na = 1", 'line 2: unknown key "keyz" (keys?). Using the default.'),
        ("qqqq = 1", 'line 1: unknown key "qqqq". It is ignored.'),
        (
            "[layout]\nwidee = 3",
            'line 2: unknown key "layout.widee" (layout.wide?). Using the default.',
        ),
        ("panel = true", 'line 1: unknown key "panel" (blind.panel?). Using the default.'),
        ("layout = 3", "line 1: layout must be a table, not 3. Using the default."),
        ("mouse = 3", "line 1: mouse must be true or false, not 3. Using the default."),
        ('mouse = "no"', "line 1: mouse must be true or false, not 'no'. Using the default."),
        (
            '\nview = "all"',
            "line 2: view must be one of feed, unvoted, saved, voted, not 'all'.",
        ),
        ("db = 1", "line 1: db must be the path of a file, not 1. Using the default."),
        (
            "layout.wide = true",
            "line 1: layout.wide must be a whole number from 60 to 1000, not true.",
        ),
        (
            "layout = { wide = 9 }",
            "line 1: layout.wide must be a whole number from 60 to 1000, not 9. Using the default.",
        ),
        (
            "[layout]\nwide = 200",
            "line 2: layout.wide (200) must be smaller than layout.ultra (180).",
        ),
        (
            "open_command = 'firefox \"'",
            "line 1: open_command must be a command whose quotes are closed, not 'firefox \"'.",
        ),
        (
            "[sync]\nevery = '90s'",
            'line 2: sync.every must be a length of time such as "15m", "6h" or "1d", or "off"',
        ),
        ("keys = 3", "line 1: keys must be a table, not 3. Using the default."),
        (
            "[keys]\nundo = 3",
            'line 2: undo must be a key, a list of keys, or "" for none, not 3. Using the default.',
        ),
        ("tabs = 3", "line 1: tabs must be at most 20 tables [[tabs]]. Using none."),
        (
            '[[tabs]]\nname="a"\nfilter="b"\n[[tabs]]\nname = "c"',
            "line 4: the filter of a tab must be a text of one line. It is ignored.",
        ),
        (
            '[[tabs]]\nname = "a"\nfilter = "b"\ncolour = "red"',
            'line 1: a tab has a name and a filter and no "colour". It is ignored.',
        ),
    ],
)
def test_a_slip_is_told_with_its_line_and_stops_nothing(
    config: Path, text: str, notice: str
) -> None:
    config.write_text(text)
    (told,) = settle({}).notices
    assert told.startswith(f"config.toml {notice}")
    assert told.endswith((" Using the default.", " default layout.", " none.", " It is ignored."))


def test_the_line_is_that_of_the_key_and_not_of_its_namesake(config: Path) -> None:
    config.write_text('# mouse = 1\n[blind]\npanel = true\n[ "layout" ]\n"std" = "x"\n')
    assert settle({}).notices[0].startswith("config.toml line 5: layout.std must be")


def test_what_is_right_holds_beside_what_is_wrong(config: Path) -> None:
    config.write_text('theme = "nord"\nview = "saved"\nzzz = 1\n[[tabs]]\n')
    settings = settle({})
    assert (settings.theme, settings.view) == (None, View.SAVED)
    assert len(settings.notices) == 3


def test_an_id_may_be_written_without_its_quotes(config: Path) -> None:
    config.write_text('[keys]\nvote.a = "f"\n')
    settings = settle({})
    assert settings.keys == {"vote.a": ("f",)}
    assert settings.key_places == {"vote.a": "config.toml line 2"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\ntheme = ", "config.toml line 2: The data is not valid TOML: Invalid value."),
        (b"\nmouse = maybe\n\n", "config.toml line 2: The data is not valid TOML"),
        (b"a = 1\na = 2", "config.toml line 2: The data is not valid TOML"),
        (b"a = " + b"[" * 20_000, "config.toml: The data is nested too deeply."),
        (b"#" * CONFIG_LIMIT + b"#", "at most 262,144 are read"),
        (b'theme = "\xff"', "not UTF-8"),
        (b"a" + b".a" * 50 + b" = 1", "a key of too many parts"),
    ],
    ids=["syntax", "word", "twice", "deep", "long", "bytes", "parts"],
)
def test_a_file_that_makes_no_sense_is_one_sentence_and_the_defaults(
    config: Path, data: bytes, words: str
) -> None:
    config.write_bytes(data)
    settings = settle({})
    (notice,) = settings.notices
    assert words in notice
    assert notice.endswith("Using the defaults.")
    assert settings.theme is None


def test_a_file_that_cannot_be_read_is_one_sentence_and_the_defaults(config: Path) -> None:
    config.mkdir()
    assert settle({}).notices == (
        f"The config file {config} cannot be read: is a directory. Using the defaults.",
    )


def test_a_mark_of_byte_order_is_no_slip(config: Path) -> None:
    config.write_bytes(b'\xef\xbb\xbftheme = "dark"\n')
    assert (settle({}).theme, settle({}).notices) == ("dark", ())


@given(st.text(max_size=200) | st.text(alphabet="[]{}=\"a.\n'\\#1", max_size=60))
def test_no_text_whatever_stops_the_start(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "config.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    for notice in settle({"config": str(path)}).notices:
        assert "\n" not in notice


@pytest.mark.parametrize("value", ["0x" + "f" * 5000, f"[[0x{'f' * 5000}]]", "1979-05-27", "nan"])
def test_a_value_that_cannot_be_written_out_is_told_all_the_same(config: Path, value: str) -> None:
    config.write_text(f"mouse = {value}\n")
    (notice,) = settle({}).notices
    assert notice.startswith("config.toml line 1: mouse must be true or false, not ")
    assert len(notice) < 150


def test_a_number_in_the_environment_may_be_of_any_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIPTUI_LAYOUT_WIDE", "9" * 5000)
    settings = settle({})
    assert settings.layout_wide is None
    assert settings.notices[0].startswith("SHIPTUI_LAYOUT_WIDE must be a whole number")


def test_a_notice_quotes_no_more_than_the_beginning(config: Path) -> None:
    config.write_text(f'theme = "{"x" * 5000}"\n{"y" * 5000} = 1\n')
    assert all(len(notice) < 250 for notice in settle({}).notices)


def test_a_wrong_variable_is_named_and_the_file_counts_instead(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('view = "saved"')
    monkeypatch.setenv("SHIPTUI_VIEW", "all")
    settings = settle({})
    assert settings.view is View.SAVED
    assert settings.notices[0].startswith("SHIPTUI_VIEW must be one of feed")


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ({"theme": "nord"}, "--theme must be one of auto"),
        ({"db": ""}, "--db must be the path of a file"),
        ({"config": "\0"}, "--config must be the path"),
        ({"view": "all"}, "--view must be one of"),
    ],
)
def test_a_flag_that_means_nothing_stops_the_start(flags: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        settle(flags)


def test_a_config_file_named_by_a_flag_must_be_there(home: Path) -> None:
    with pytest.raises(ConfigError, match="no config file"):
        settle({"config": str(home / "none.toml")})


def test_the_bundled_catalog_is_found(seed: Path) -> None:
    assert seed_path().read_bytes() == seed.read_bytes()


def test_the_schema_knows_every_option_and_allows_nothing_else() -> None:
    schema: Any = json_schema(["vote.a"])
    for option in OPTIONS:
        table, _, name = option.key.rpartition(".")
        within = schema["properties"][table] if table else schema
        assert within["additionalProperties"] is False
        assert within["properties"][name]["type"] == option.json["type"]
    assert list(schema["properties"]["keys"]["properties"]) == ["vote.a"]
    assert schema["properties"]["tabs"]["items"]["required"] == ["name", "filter"]


def test_every_default_is_a_value_that_is_allowed() -> None:
    for option in OPTIONS:
        if option.default is not None:
            assert option.read(option.default) == option.default
        else:
            assert option.usually
