"""A decision from the keyboard: `d` files a record, and the program knows that it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.export.filing import FOLDER
from shiptui.tui.preferences import Preferences
from terminal import browse_of, opened, press, shown

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from shiptui.store.store import Store


async def test_d_files_a_record_in_the_repository_and_says_where(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = tmp_path / "project"
    (repository / ".git").mkdir(parents=True)
    (repository / "src").mkdir()
    monkeypatch.chdir(repository / "src")
    async with opened(store, (120, 40)) as pilot:
        await press(pilot, "j", "j", "a")
        assert "has a record" not in shown(pilot.app)
        said = await press(pilot, "d")
        (path,) = (repository / FOLDER).iterdir()
        assert said == f"Decision written to {path}."
        text = path.read_text("utf-8")
        assert "SmolVLM2-2B" in text
        assert "status: accepted" in text
        assert "has a record" in shown(pilot.app)
        await press(pilot, "7")
        assert "Decision records" in shown(pilot.app)
        assert path.name in shown(pilot.app).replace("\n", "").replace(" ", "")
    async with opened(store, (120, 40)) as pilot:
        await press(pilot, "j", "j")
        assert "has a record" in shown(pilot.app)
        path.unlink()
        await press(pilot, "k", "j")
        assert "has a record" not in shown(pilot.app)


async def test_without_a_vote_the_record_is_a_proposal_and_says_what_decides(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(store, (120, 40)) as pilot:
        said = await press(pilot, "d")
        assert said.startswith(f"Proposal written to {tmp_path}")
        assert said.endswith("Press a or b, then d, to decide.")


async def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_remembered(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs").write_text("a file where the folder should be")
    monkeypatch.chdir(tmp_path)
    async with opened(store, (120, 40)) as pilot:
        said = await press(pilot, "d")
        assert "cannot be" in said
        assert store.decisions.all() == ()


async def test_no_record_is_written_of_what_is_still_hidden(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(store, (120, 40), preferences=Preferences(names="hidden")) as pilot:
        assert "hidden until you vote" in await press(pilot, "d")
        assert browse_of(pilot).matchup is not None
    assert store.decisions.all() == ()
