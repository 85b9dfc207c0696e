"""The job of docs/publish.md that publishes from a git repository, run as it is printed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from feed_folders import write_catalog
from feed_world import ROOT

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

BEGIN, JOB = re.findall(
    r"```bash\n(.*?)```", (ROOT / "docs" / "publish.md").read_text("utf-8"), re.DOTALL
)


class Repository:
    """A repository that others push to, and a job runner that knows nothing from run to run."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.origin, self.runs = folder, folder / "origin.git", 0
        program = folder / "bin" / "shiptui"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m shiptui "$@"\n')
        program.chmod(0o755)
        self.run(folder, "git init --quiet --bare --initial-branch main origin.git")

    def run(self, where: Path, script: str, code: int = 0) -> str:
        """What a script prints in a folder."""
        names = {
            f"GIT_{who}_{what}": "a@b"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        env = (
            os.environ
            | names
            | {
                "HOME": str(self.folder),
                "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT / "src"),
                "GIT_CONFIG_NOSYSTEM": "1",
            }
        )
        done = subprocess.run(
            ["bash", "-c", script], cwd=where, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def checkout(self) -> Path:
        """A fresh checkout."""
        self.runs += 1
        self.run(self.folder, f"git clone --quiet origin.git run-{self.runs}")
        return self.folder / f"run-{self.runs}"

    def commit(self, tagline: str) -> None:
        """Change the catalog."""
        where = self.checkout()
        write_catalog(where / "catalog")
        with (where / "catalog" / "tools" / "zed.toml").open("a") as file:
            file.write(f"\ntagline = {json.dumps(tagline)}\n")
        self.run(
            where,
            "git add --all && git commit --quiet -m Change && git push --quiet origin HEAD:main",
        )

    def online(self) -> Any:
        """What readers of verdicts find in the document that is served."""
        return json.loads(self.run(self.origin, "git show site:feed.json"))["_shiptui"]


def test_the_job_begins_a_log_continues_it_and_does_nothing_where_nothing_has_changed(
    tmp_path: Path,
) -> None:
    repository = Repository(tmp_path)
    repository.commit("First")
    repository.run(repository.checkout(), BEGIN)
    repository.run(repository.checkout(), JOB)
    first = repository.online()
    repository.commit("Second")
    late = repository.checkout()
    # By another name: two commits of one second that say the same are one.
    unpushed = JOB.replace("git -C site push origin HEAD:site\n", "")
    repository.run(late, f"export GIT_COMMITTER_NAME=late\n{unpushed}")
    repository.run(repository.checkout(), JOB)
    second = repository.online()
    assert second["epoch"] == first["epoch"]
    assert second["seq"] == first["seq"] + 1
    assert [each["to"] for each in second["log"]] == [second["seq"]]
    repository.run(repository.checkout(), JOB)
    assert repository.online() == second
    repository.run(late, "git -C site push origin HEAD:site", code=1)
    assert repository.online() == second


def test_a_job_whose_catalog_is_wrong_publishes_nothing(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("First")
    repository.run(repository.checkout(), BEGIN)
    repository.run(repository.checkout(), JOB)
    before = repository.online()
    where = repository.checkout()
    (where / "catalog" / "tools" / "zed.toml").write_text("no toml")
    repository.run(where, JOB, code=1)
    assert repository.online() == before
