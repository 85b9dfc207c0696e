"""Where things are, and which of several words about one setting counts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from shiptui.model.errors import ConfigError
from shiptui.model.facts import View
from shiptui.settings import CONFIG_LIMIT, seed_path, settle


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
    config.write_text('theme = "from-file"\n')
    assert settle({}).theme == "from-file"
    monkeypatch.setenv("SHIPTUI_THEME", "from-environment")
    assert settle({}).theme == "from-environment"
    assert settle({"theme": "from-flag"}).theme == "from-flag"


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


def test_a_file_may_set_every_known_key_without_a_notice(config: Path, home: Path) -> None:
    config.write_text(
        f'db = "{home}/a.db"\nlog = "{home}/a.log"\nview = "voted"\noffline = true\n'
        'mouse = false\ntheme = "nord"\ncolor = "never"\n'
    )
    settings = settle({})
    assert (settings.db, settings.log) == (home / "a.db", home / "a.log")
    assert (settings.view, settings.theme, settings.color) == ("voted", "nord", "never")
    assert (settings.offline, settings.mouse) == (True, False)
    assert settings.notices == ()


def test_a_word_may_switch_something_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIPTUI_MOUSE", "off")
    monkeypatch.setenv("SHIPTUI_OFFLINE", "1")
    settings = settle({})
    assert (settings.mouse, settings.offline) == (False, True)


def test_an_unknown_key_is_ignored_with_line_and_guess(config: Path) -> None:
    config.write_text('# colours\nthme = "nord"\n\n[keyz]\na = 1\n')
    thme, keyz = settle({}).notices
    assert thme == f'{config} line 2: unknown key "thme" (theme?), which is ignored.'
    assert keyz == f'{config} line 4: unknown key "keyz", which is ignored.'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mouse = 3", "line 1: mouse must be true or false, not 3"),
        ('\nview = "all"', "line 2: view must be one of feed, unvoted, saved, voted, not 'all'"),
        ("theme = []", "theme must be one word"),
        ('color = "blue"', "color must be one of auto, always, never"),
        ("db = 1", "db must be the path of a file"),
        ("theme = ", "not valid TOML"),
        ("a = " + "[" * 20_000, "config.toml"),
        ("#" * CONFIG_LIMIT + "#", "longer than 256 KB"),
    ],
)
def test_a_wrong_file_is_one_sentence_that_names_it(config: Path, text: str, words: str) -> None:
    config.write_text(text)
    with pytest.raises(ConfigError) as caught:
        settle({})
    assert words in str(caught.value)
    assert str(config) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_text_is_refused(config: Path) -> None:
    config.write_bytes(b'theme = "\xff"')
    with pytest.raises(ConfigError, match="not valid"):
        settle({})


def test_a_file_that_cannot_be_read_is_refused(config: Path) -> None:
    config.mkdir()
    with pytest.raises(ConfigError, match="is a directory"):
        settle({})


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIPTUI_VIEW", "all")
    with pytest.raises(ConfigError, match="SHIPTUI_VIEW must be one of"):
        settle({})


def test_a_config_file_named_by_a_flag_must_be_there(home: Path) -> None:
    with pytest.raises(ConfigError, match="no config file"):
        settle({"config": str(home / "none.toml")})


def test_the_bundled_catalog_is_found(seed: Path) -> None:
    assert seed_path().samefile(seed)
