from __future__ import annotations

import errno
import os
import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export_samples import HOSTILE
from shiptui.export.files import atomic_write, file_stem, read_import
from shiptui.model.errors import ShiptuiError
from store_files import mode_of, snapshot

if TYPE_CHECKING:
    from conftest import Figure, StartPython


def test_a_file_is_written_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    atomic_write(target, b"one", replace=False)
    assert snapshot(tmp_path) == {"out.json": b"one"}
    assert mode_of(target) == 0o600
    atomic_write(target, b"two", replace=True)
    assert snapshot(tmp_path) == {"out.json": b"two"}


def test_a_file_is_not_replaced_unless_it_may_be(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_bytes(b"old")
    with pytest.raises(ShiptuiError, match="exists already"):
        atomic_write(target, b"new", replace=False)
    assert snapshot(tmp_path) == {"out.json": b"old"}


def test_a_file_that_appears_at_the_last_moment_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, link = tmp_path / "out.json", os.link

    def link_too_late(*names: str, **options: object) -> None:
        target.write_bytes(b"theirs")
        link(*names, **options)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(os, "link", link_too_late)
    with pytest.raises(ShiptuiError, match="exists already"):
        atomic_write(target, b"ours", replace=False)
    assert snapshot(tmp_path) == {"out.json": b"theirs"}


IRREGULAR = ["link", "dangling", "pipe", "folder", "socket"]


@pytest.mark.soak
@pytest.mark.parametrize("replace", [False, True])
def test_only_regular_files_are_written_over(
    tmp_path: Path, figure: Figure, *, replace: bool
) -> None:
    for kind in IRREGULAR:
        refuse_to_write_over(tmp_path / kind, kind, replace=replace)
    word = "with" if replace else "without"
    figure("exports", f"{len(IRREGULAR)} kinds of irregular files refused {word} leave to replace")


def refuse_to_write_over(folder: Path, kind: str, *, replace: bool) -> None:
    folder.mkdir()
    target, other = folder / "out.json", folder / "other"
    other.write_bytes(b"precious")
    make_irregular(target, kind, other)
    with pytest.raises(ShiptuiError, match="was left alone; name a regular file"):
        atomic_write(target, b"new", replace=replace)
    assert other.read_bytes() == b"precious"
    assert {file.name for file in folder.iterdir()} == {"other", "out.json"}


@pytest.mark.parametrize("kind", ["link", "dangling", "pipe", "folder"])
def test_only_regular_files_are_read(tmp_path: Path, kind: str) -> None:
    """A pipe without a writer is refused at once; opened without care it would block for ever."""
    target, other = tmp_path / "in.json", tmp_path / "other"
    other.write_bytes(b"precious")
    make_irregular(target, kind, other)
    with pytest.raises(ShiptuiError, match="was left alone; name a regular file"):
        read_import(target)


def make_irregular(target: Path, kind: str, other: Path) -> None:
    if kind == "pipe":
        os.mkfifo(target)
    elif kind == "folder":
        target.mkdir()
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(target))
    else:
        target.symlink_to(other if kind == "link" else other.with_name("nowhere"))


@pytest.mark.parametrize("name", ["", ".", "..", "missing/out", "x" * 300, "a\0b", "\ud800"])
def test_a_place_that_cannot_be_written_gives_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(ShiptuiError) as error:
        atomic_write(tmp_path / name, b"new", replace=True)
    assert "\n" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["missing", "missing/in", "a\0b", "\ud800"])
def test_a_file_that_cannot_be_read_gives_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(ShiptuiError) as error:
        read_import(tmp_path / name)
    assert "\n" not in str(error.value)


def test_an_unknown_home_gives_one_sentence() -> None:
    with pytest.raises(ShiptuiError, match="cannot be the name"):
        atomic_write(Path("~nobody-of-this-name/x"), b"", replace=True)


def test_a_tilde_is_the_home_of_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    atomic_write(Path("~/out"), b"home", replace=False)
    assert read_import(Path("~/out")) == b"home"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("replace", [False, True])
def test_a_full_disk_leaves_the_old_file_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, replace: bool
) -> None:
    target = tmp_path / "out.json"
    if replace:
        target.write_bytes(b"old")
    before, opened = snapshot(tmp_path), os.open

    def open_full(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if str(path).startswith(".shiptui-"):
            return opened("/dev/full", os.O_WRONLY)
        return opened(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", open_full)
    with pytest.raises(ShiptuiError, match=os.strerror(errno.ENOSPC).lower()):
        atomic_write(target, b"new" * 100, replace=replace)
    assert snapshot(tmp_path) == before


KILLED_AT_EVERY_LINE = """
import os, signal, sys
from pathlib import Path
from shiptui.export import files

folder, replace = Path(sys.argv[1]), sys.argv[2] == "replace"
target, old, new = folder / "out", b"old" * 50_000, b"new" * 60_000

def kill_at(line):
    lines = 0
    def trace(frame, event, _):
        nonlocal lines
        if frame.f_code.co_filename != files.__file__:
            return None
        lines += event in ("line", "return")
        if lines == line:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace
    return trace

seen = []
for line in range(1, 500):
    target.unlink(missing_ok=True)
    if replace:
        target.write_bytes(old)
    child = os.fork()
    if child == 0:
        sys.settrace(kill_at(line))
        files.atomic_write(target, new, replace=replace)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    seen.append({old: "old", new: "new"}[target.read_bytes()] if target.exists() else "none")
    if status == 0:
        break
    assert os.WIFSIGNALED(status), status
print(len(seen), *dict.fromkeys(seen))
"""


@pytest.mark.soak
@pytest.mark.parametrize(("mode", "before"), [("replace", "old"), ("new", "none")])
def test_a_kill_at_any_line_leaves_the_old_or_the_new_file(
    tmp_path: Path, start_python: StartPython, mode: str, before: str, figure: Figure
) -> None:
    out, errors = start_python(KILLED_AT_EVERY_LINE, tmp_path, mode).communicate()
    count, *seen = out.split()
    assert (seen, errors) == ([before, "new"], "")
    assert int(count) > 20
    left = {file.name for file in tmp_path.iterdir()} - {"out"}
    assert all(re.fullmatch(r"\.shiptui-[0-9a-f]{16}\.tmp", name) for name in left)
    figure("exports", f"killed at each of {count} lines: only {seen[0]} and {seen[1]}, whole")


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    file.write_bytes(b"x" * 1_000)
    assert read_import(file, 1_000) == b"x" * 1_000
    with pytest.raises(ShiptuiError, match="larger than"):
        read_import(file, 999)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    with file.open("wb") as out:
        out.truncate(10**12)
    with pytest.raises(ShiptuiError, match="larger than the 20 MB"):
        read_import(file)


@given(st.text() | st.sampled_from(HOSTILE))
def test_a_stem_names_a_file_in_this_folder_whatever_the_text(text: str) -> None:
    stem = file_stem(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", stem)
    assert len(stem) <= 80
    assert file_stem(stem) == stem


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("Ship with Crème brûlée 2.0!", "ship-with-creme-brulee-2-0"),
        ("../../etc/passwd", "etc-passwd"),
        ("日本", "unnamed"),
        ("", "unnamed"),
    ],
)
def test_a_stem_reads_like_the_text(text: str, stem: str) -> None:
    assert file_stem(text) == stem
