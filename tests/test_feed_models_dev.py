from __future__ import annotations

import json
from pathlib import Path

import pytest

from feed_world import AS_OF, FEED_ID, NOW, ROOT
from shiptui.feed.check import check
from shiptui.feed.folder import read_folder
from shiptui.feed.models_dev import Imported, catalog_files, slug_of
from shiptui.feed.models_folder import Plan, plan
from shiptui.feed.publish import build
from shiptui.model.catalog import Catalog, Tool
from shiptui.model.errors import FeedError

DATA = (ROOT / "tests" / "fixtures" / "models_dev.json").read_bytes()


def imported(data: bytes = DATA, providers: frozenset[str] | None = None) -> Imported:
    return catalog_files(data, feed_id=FEED_ID, title="Models", as_of=AS_OF, providers=providers)


def catalog(folder: Path) -> Catalog:
    """The made-up models, written as files and read as any catalog."""
    (folder / "tools").mkdir(parents=True)
    for name, text in imported().files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_folder(folder)


def test_public_facts_become_a_catalog_that_can_be_published(tmp_path: Path) -> None:
    found = catalog(tmp_path / "catalog")
    assert (found.feed_id, found.title, found.as_of) == (FEED_ID, "Models", AS_OF)
    assert [each.slug for each in found.tools] == [
        "fictional-forge-anvil-large-1-5",
        "fictional-forge-anvil-nano",
        "fictional-forge-odd",
        "imaginary-mill-grain",
    ]
    build(found, tmp_path / "site", now=NOW)
    assert check(tmp_path / "site", now=NOW) == []


def test_a_model_is_told_as_its_source_tells_it(tmp_path: Path) -> None:
    assert catalog(tmp_path).tools[0] == Tool(
        slug="fictional-forge-anvil-large-1-5",
        name="Made-up Anvil Large 1.5",
        vendor="Fictional Forge",
        category="AI Models",
        section="AI Models",
        entry="Paid",
        pricing="USD per million tokens: 1.25 in, 10 out, 0.125 read from cache",
        tagline="Takes text, image and pdf, gives text",
        summary="Context of 300,000 tokens. Output of at most 20,000 tokens. It reasons before it"
        " answers, calls tools, takes attachments. Knowledge until 2031-02. Released 2031-05-06."
        " Last updated 2031-07.",
        source="https://models.dev/api.json",
        as_of=AS_OF,
        feed=FEED_ID,
    )


def test_what_the_source_does_not_say_stays_unknown(tmp_path: Path) -> None:
    """A price of nothing may be free or not noted; neither is claimed. Nothing is judged."""
    _, nano, odd, grain = catalog(tmp_path).tools
    assert (nano.name, nano.entry, nano.pricing) == ('Made-up "Nano" \\ Anvil', None, None)
    assert nano.summary == "It has open weights. Released 2031-01-02. Last updated 2031-01-02."
    assert (odd.entry, odd.pricing, odd.tagline, odd.summary) == (None, None, None, None)
    assert odd.name == "Made-up\ufffd[31m Odd One"
    assert (grain.tagline, grain.summary) == (None, "Context of 4,096 tokens.")
    assert all(each.takes == () and each.reported_pct is None for each in (nano, odd, grain))


def test_every_file_names_its_source_its_licence_and_its_date() -> None:
    for text in imported().files.values():
        if text.startswith("# Facts from"):
            assert text.startswith(
                f"# Facts from https://models.dev/api.json (MIT licence), fetched {AS_OF}.\n"
            )
    assert sum(text.startswith("# Facts from") for text in imported().files.values()) == 5


def test_what_cannot_be_used_is_told_and_spoils_nothing_else() -> None:
    assert imported().left_out == (
        "fictional-forge anvil_nano: another model has the slug fictional-forge-anvil-nano.",
        "fictional-forge no-name: it has no usable name or id.",
        "fictional-forge ???: it has no usable name or id.",
        "empty-shell: it lists no models.",
    )


def test_only_the_providers_asked_for_are_taken() -> None:
    files = imported(providers=frozenset({"imaginary-mill"})).files
    assert [name for name in files if name.startswith("tools/")] == [
        "tools/imaginary-mill-grain.toml"
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"[]", "no object of providers"), (b"{}", "no model"), (b"<p>", "not valid JSON")],
)
def test_another_form_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(FeedError, match=told):
        imported(data)


def test_no_slug_leads_out_of_its_folder() -> None:
    assert slug_of("a", "../../etc/passwd") == "a-etc-passwd"
    assert slug_of("a", "..") is None
    assert slug_of("a", "x" * 80) is None


def planned(folder: Path, data: bytes = DATA, title: str | None = None, as_of: str = AS_OF) -> Plan:
    """What an import does to a folder, done."""
    found = plan(data, folder, new_id=FEED_ID, title=title, as_of=as_of, providers=None)
    (folder / "tools").mkdir(parents=True, exist_ok=True)
    for name, text in found.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return found


ODD = "tools/fictional-forge-odd.toml"
GRAIN = "tools/imaginary-mill-grain.toml"
TAKE = '[[take]]\npersona = "builder"\ncall = "ship"\nwords = "It grinds."\n'
MATCHUP = '[[matchup]]\na = "fictional-forge-odd"\nb = "imaginary-mill-grain"\n'


def test_an_import_done_again_renews_the_facts_and_keeps_what_the_publisher_wrote(
    tmp_path: Path,
) -> None:
    planned(tmp_path, title="Ours")
    with (tmp_path / GRAIN).open("a") as file:
        file.write(TAKE)
    (tmp_path / ODD).write_text('name = "Ours"\n')
    (tmp_path / "matchups.toml").write_text(MATCHUP)
    (tmp_path / "personas.toml").write_text('[[persona]]\nslug = "builder"\nname = "The Builder"\n')
    for day in ("2026-12-01", "2026-12-02"):  # the second one finds what the first one wrote
        again = plan(DATA, tmp_path, new_id="urn:other", title=None, as_of=day, providers=None)
        assert again.yours == (ODD,)
        assert again.gone == ()
        assert planned(tmp_path, as_of=day).feed_id == FEED_ID
    found = read_folder(tmp_path)
    assert (found.feed_id, found.title, found.as_of) == (FEED_ID, "Ours", "2026-12-02")
    tools = {each.slug: each for each in found.tools}
    assert [take.words for take in tools["imaginary-mill-grain"].takes] == ["It grinds."]
    assert tools["fictional-forge-odd"].name == "Ours"
    assert len(found.pairs) == 1


def test_a_model_that_left_the_source_is_named_and_its_file_stays(tmp_path: Path) -> None:
    planned(tmp_path)
    (tmp_path / "tools" / "zed.toml").write_text('name = "Zed"\n')
    raw = json.loads(DATA)
    del raw["imaginary-mill"]
    assert planned(tmp_path, json.dumps(raw).encode()).gone == (GRAIN,)
    assert (tmp_path / GRAIN).exists()


def test_a_folder_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    planned(tmp_path)
    (tmp_path / GRAIN).write_bytes(b"\xff")
    with pytest.raises(FeedError, match=r"grain\.toml: The file is not UTF-8 at byte 0"):
        planned(tmp_path)
    (tmp_path / "catalog.toml").write_text('title = "No id"\n')
    with pytest.raises(FeedError, match=r"catalog\.toml"):
        planned(tmp_path)
