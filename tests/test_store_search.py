"""Searching: what each part of a filter finds in the real catalog, by whichever way it is found."""

from __future__ import annotations

import random
import re
import sqlite3
import sys
import unicodedata
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shiptui.model.catalog import Call, Tool, Verdict
from shiptui.model.facts import NEITHER, TIE, Matchup, Sort, View
from shiptui.model.filtering import OPERATORS
from shiptui.store import listing
from shiptui.store.filling import fill
from shiptui.store.store import Store
from store_files import run_sql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Figure

TUNING = "openai-gpt-5-fine-tuning-api-public-beta"
COMPACT = "hugging-face-smolvlm2-2b-compact-vision-language-model-on-device"

Fits = Callable[[Tool], bool]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory, seed: Path) -> Iterator[Store]:
    """A store for tests that write nothing."""
    with Store.open(tmp_path_factory.mktemp("search") / "shiptui.db", seed) as store:
        yield store


@pytest.fixture(scope="module")
def matchups(bundled: Store) -> list[Matchup]:
    return [found for id_ in bundled.catalog.index() if (found := bundled.catalog.matchup(id_))]


@pytest.fixture(params=["walking the list", "looking rows up"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways by which a list is found; they must come to the same."""
    factor = 0.0 if request.param == "walking the list" else 1e6
    monkeypatch.setattr(listing, "sqrt", lambda _: factor)
    return str(request.param)


def words_in(*texts: str | None) -> str:
    """All words of these texts, folded, each after a blank."""
    folded = unicodedata.normalize("NFKD", " ".join(text or "" for text in texts).casefold())
    return " " + " ".join(re.findall(r"[^\W_]+", folded))


def names(tool: Tool) -> str:
    return words_in(tool.name, tool.vendor, tool.category, tool.section, tool.tagline)


def texts(tool: Tool) -> str:
    return words_in(tool.summary, *(take.words for take in tool.takes))


def has_take(persona: str | None = None, call: Call | None = None, below: int = 101) -> Fits:
    return lambda tool: any(
        persona in (None, take.persona)
        and call in (None, take.call)
        and (below > 100 or (take.score is not None and take.score < below))
        for take in tool.takes
    )


def share(tool: Tool) -> int | None:
    return tool.panel.pct


ON_ONE_TOOL: dict[str, Fits] = {
    "m": lambda tool: " m" in names(tool),
    "sm": lambda tool: " sm" in names(tool),
    "GEM": lambda tool: " gem" in names(tool),
    "mistral": lambda tool: " mistral" in names(tool) + texts(tool),
    "regressions": lambda tool: " regressions" in texts(tool),
    "con": lambda tool: " con" in names(tool),
    "fine-tun": lambda tool: " fine tun" in names(tool) or " fine tun" in texts(tool),
    '"edge"': lambda tool: " edge " in f"{names(tool)} {texts(tool)} ",
    "claude,gemini": lambda tool: bool(re.search(" (claude|gemini)", names(tool) + texts(tool))),
    "persona:founder": has_take("founder"),
    "persona:Foun": has_take("founder"),
    "persona:unknown": lambda tool: any(take.persona is None for take in tool.takes),
    "call:skip": has_take(call=Call.SKIP),
    "call:unknown": lambda tool: any(take.call is None for take in tool.takes),
    "persona:founder call:skip": has_take("founder", Call.SKIP),
    "persona:founder call:skip score:<60": has_take("founder", Call.SKIP, 60),
    "score:<80": has_take(below=80),
    "score:known": lambda tool: any(take.score is not None for take in tool.takes),
    "score:unknown": lambda tool: any(take.score is None for take in tool.takes),
    "score:84-85": lambda tool: any(take.score in (84, 85) for take in tool.takes),
    "persona:founder -call:skip": has_take("founder", Call.SHIP),
    "verdict:mixed": lambda tool: tool.panel.verdict is Verdict.MIXED,
    "tool:smollm3": lambda tool: " smollm3" in words_in(tool.name) or tool.slug[:7] == "smollm3",
    f"tool:{COMPACT}": lambda tool: tool.slug == COMPACT,
    "vendor:hugg": lambda tool: " hugg" in words_in(tool.vendor),
    'vendor:"Hugging Face",openai': lambda tool: tool.vendor in ("Hugging Face", "OpenAI"),
    "vendor:unknown": lambda tool: tool.vendor is None,
    "category:models": lambda tool: " models" in words_in(tool.category, tool.section),
    "category:audio": lambda tool: " audio" in words_in(tool.category, tool.section),
    "entry:free": lambda tool: tool.entry == "Free",
    "entry:unknown": lambda tool: tool.entry is None,
    "entry:paid,unknown": lambda tool: tool.entry != "Free",
    "price:known": lambda tool: tool.pricing is not None,
}


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("query", ON_ONE_TOOL)
def test_a_part_about_tools_finds_those_that_fit_and_their_matchups(
    bundled: Store, matchups: list[Matchup], query: str
) -> None:
    fits = ON_ONE_TOOL[query]
    tools = [tool for tool in bundled.catalog.tools() if fits(tool)]
    assert 0 < len(tools) < 144
    assert bundled.catalog.tools(query=query) == tools
    found = tuple(each.id for each in matchups if fits(each.left) or fits(each.right))
    assert bundled.catalog.index(query=query) == found
    if " " not in query.replace("Hugging Face", ""):
        rest = tuple(each.id for each in matchups if each.id not in found)
        assert bundled.catalog.index(query=f"-{query}") == rest


@pytest.mark.usefixtures("way")
def test_parts_may_be_met_by_different_tools_but_a_take_is_one_take(
    bundled: Store, matchups: list[Matchup]
) -> None:
    def met(each: Matchup, *wanted: Fits) -> bool:
        return all(fits(each.left) or fits(each.right) for fits in wanted)

    for query, wanted in {
        "vendor:openai vendor:vercel": ("vendor:openai", "vendor:vercel"),
        "mistral vendor:hugg": ("mistral", "vendor:hugg"),
        "persona:builder call:ship persona:founder call:skip": ("builder ship", "founder skip"),
    }.items():
        parts = [PARTS.get(each) or ON_ONE_TOOL[each] for each in wanted]
        found = tuple(each.id for each in matchups if met(each, *parts))
        assert found
        assert bundled.catalog.index(query=query) == found
    skips = [each.id for each in matchups if met(each, has_take(call=Call.SKIP))]
    skeptics = [each.id for each in matchups if met(each, has_take("skeptic"))]
    assert set(skips) & set(skeptics)
    assert bundled.catalog.index(query="persona:skeptic call:skip") == ()


PARTS: dict[str, Fits] = {
    "vendor:openai": lambda tool: tool.vendor == "OpenAI",
    "vendor:vercel": lambda tool: tool.vendor == "Vercel",
    "vendor:mistral": lambda tool: tool.vendor == "Mistral AI",
    "builder ship": has_take("builder", Call.SHIP),
    "founder skip": has_take("founder", Call.SKIP),
}


@pytest.mark.usefixtures("way")
def test_a_matchup_is_split_where_panels_disagree_or_one_is_divided(
    bundled: Store, matchups: list[Matchup]
) -> None:
    def split(*tools: Tool) -> str:
        shares = [share(tool) for tool in tools]
        if any(each not in (None, 0, 100) for each in shares) or {0, 100} <= set(shares):
            return "yes"
        return "unknown" if None in shares else "no"

    assert {split(each.left, each.right) for each in matchups} == {"yes", "no"}
    for word in ("yes", "no", "unknown"):
        found = tuple(each.id for each in matchups if split(each.left, each.right) == word)
        assert bundled.catalog.index(query=f"split:{word}") == found
        tools = [tool for tool in bundled.catalog.tools() if split(tool) == word]
        assert bundled.catalog.tools(query=f"split:{word}") == tools
    assert bundled.catalog.index(query="-split:yes") == bundled.catalog.index(query="split:no")


@pytest.mark.usefixtures("way")
def test_panels_that_are_of_opposite_minds_are_split_and_unknown_ones_are_not(
    store: Store,
) -> None:
    id_, other = store.catalog.index(query="split:no", limit=2)
    first, second = (each.left.slug for each in map(store.catalog.matchup, (id_, other)) if each)
    run_sql(store.path, f"UPDATE tool SET pct = 0 WHERE slug = '{first}'")
    assert id_ in store.catalog.index(query="split:yes")
    run_sql(store.path, f"UPDATE tool SET pct = NULL WHERE slug IN ('{first}', '{second}')")
    assert id_ in store.catalog.index(query="split:unknown")
    assert first in store.catalog.tool_index(query="split:unknown")


@pytest.mark.usefixtures("way")
def test_what_the_reader_did_can_be_asked_for(store: Store) -> None:
    catalog, facts = store.catalog, store.facts
    everything = catalog.index()
    ids = everything[:6]
    first, second, third, fourth, fifth, _ = (each for each in map(catalog.matchup, ids) if each)
    facts.cast_vote(first, first.left.slug)
    facts.cast_vote(second, second.right.slug)
    facts.cast_vote(third, TIE)
    facts.cast_vote(fourth, NEITHER)
    facts.save(f"matchup:{ids[4]}", "x", tags=("editors", "later on"))
    facts.save(f"matchup:{ids[0]}", "x", tags=("edge",))
    facts.mark_seen(ids[5], "x", True, quiet=True)
    for query, found in {
        "voted:yes": ids[:4],
        "voted:a": ids[:1],
        "voted:b": ids[1:2],
        "voted:tie": ids[2:3],
        "voted:neither": ids[3:4],
        "voted:a,tie": (ids[0], ids[2]),
        "voted:no": everything[4:],
        "-voted:yes": everything[4:],
        "saved:yes": (ids[0], ids[4]),
        "tag:ed": (ids[0], ids[4]),
        "tag:editors": ids[4:5],
        'tag:"edit"': (),
        'tag:"later on"': ids[4:5],
        "tag:editors,edge voted:yes": ids[:1],
        "seen:yes": ids[5:],
        "-seen:yes -saved:yes": tuple(id_ for id_ in everything if id_ not in (*ids[4:], ids[0])),
    }.items():
        assert catalog.index(query=query) == found, query
    assert catalog.index(View.VOTED, query="voted:tie") == (ids[2],)
    assert catalog.index(View.SAVED, query="voted:no") == (ids[4],)
    assert catalog.index(View.SAVED, query=f"tool:{fifth.left.slug}") == (ids[4],)
    assert catalog.index(View.UNVOTED, query="saved:yes") == (ids[4],)


@pytest.mark.usefixtures("way")
def test_tools_are_asked_for_ones_own_ship_or_skip_and_bookmarks(store: Store) -> None:
    tools = store.catalog.tools()
    store.facts.cast_tool_vote(tools[3], Call.SKIP)
    store.facts.save(f"tool:{tools[5].slug}", "x", tags=("later",))
    assert store.catalog.tools(query="voted:yes") == [tools[3]]
    assert len(store.catalog.tools(query="voted:no")) == 143
    assert store.catalog.tools(query="saved:yes") == [tools[5]]
    assert store.catalog.tools(query="tag:late") == [tools[5]]
    assert store.catalog.tools(query="voted:tie,a,b") == []
    assert store.catalog.index(query="saved:yes") == ()


@pytest.mark.parametrize("value", ["", "[", "[]", "7", '{"pick": [1], "tags": 7}', "[" * 5_000])
def test_a_stored_value_that_makes_no_sense_stops_no_search(store: Store, value: str) -> None:
    (id_,) = store.catalog.index(limit=1)
    run_sql(
        store.path,
        "INSERT INTO fact (id, kind, key, at) VALUES ('x', 'vote', 'x', 0)",
        f"INSERT INTO current VALUES ('vote', '{id_}', '{value}', 1, 0)",
        f"INSERT INTO current VALUES ('bookmark', 'matchup:{id_}', '{value}', 1, 0)",
    )
    assert store.catalog.index(query="voted:yes saved:yes") == (id_,)
    assert store.catalog.index(query="voted:a,b,tie,neither") == ()
    assert store.catalog.index(query="tag:later") == ()
    assert store.catalog.did_you_mean("tag:later") is None


def test_a_pair_of_ones_own_is_searched_as_well(store: Store) -> None:
    matchup = store.catalog.compare(COMPACT, TUNING)
    run_sql(store.path, f"DELETE FROM matchup WHERE id = '{matchup.id}'")
    store.facts.cast_vote(matchup, TIE)
    for query in ("smolvlm2 fine-tuning", "vendor:openai", "voted:tie", "score:55", "split:yes"):
        assert store.catalog.index(View.VOTED, query=query) == (matchup.id,)
    assert store.catalog.index(View.VOTED, query="vendor:google") == ()


def test_the_order_in_a_filter_goes_before_the_one_asked_for(bundled: Store) -> None:
    widest = bundled.catalog.index(sort=Sort.GAP)
    assert bundled.catalog.index(query="sort:gap") == widest
    assert bundled.catalog.index(query="sort:newest", sort=Sort.GAP) == bundled.catalog.index()
    found = bundled.catalog.index(query="mistral sort:gap", limit=4)
    assert (
        found == tuple(id_ for id_ in widest if id_ in bundled.catalog.index(query="mistral"))[:4]
    )


@pytest.mark.usefixtures("way")
def test_a_limit_cuts_the_end_of_the_list_and_nothing_else(bundled: Store) -> None:
    for query in ("m", "mistral", "entry:free", "split:yes", "voted:no", "-vendor:openai"):
        for sort in Sort:
            whole = bundled.catalog.index(query=query, sort=sort)
            assert bundled.catalog.index(query=query, sort=sort, limit=5) == whole[:5]
        assert (
            bundled.catalog.tool_index(query=query, limit=5)
            == bundled.catalog.tool_index(query=query)[:5]
        )


@pytest.mark.parametrize("query", ["%", "_", "\\", "'", '"', "\x00", "\ud800", "*", "^", "( )"])
def test_what_holds_no_letter_and_no_digit_asks_for_nothing(bundled: Store, query: str) -> None:
    assert len(bundled.catalog.index(query=query)) == 196


@pytest.mark.parametrize(
    "query",
    ["NEAR", "AND", "OR", "NOT", "name:mistral", "{name}:mistral", "mistral*", "^mistral", "[/b]"],
)
def test_no_sign_of_the_index_means_more_than_itself(bundled: Store, query: str) -> None:
    """Letters are looked for as letters; `name:` is no operator and is left out."""
    letters = "" if query == "name:mistral" else re.sub(r"[^a-zA-Z]+", "-", query).strip("-")
    assert bundled.catalog.index(query=query) == bundled.catalog.index(query=f"{letters}")


def test_accents_and_capitals_make_no_difference(store: Store) -> None:
    run_sql(store.path, "DELETE FROM tool_name", "DELETE FROM tool_text")
    assert store.catalog.tool_index(query="mistral") == ()
    first = store.catalog.tool_index()[0]
    run_sql(
        store.path,
        "INSERT INTO tool_name (rowid, name, vendor) SELECT n, 'Crème BRÛLÉE Ночь 日本語', 'Büro'"
        f" FROM tool WHERE slug = '{first}'",
    )
    for query in ("creme", "brulée", "CRE\u0300ME", "ночь", "日本", "vendor:bür"):
        assert store.catalog.tool_index(query=query) == (first,), query


# Tools in rows


def test_tools_are_listed_by_name_then_slug_and_loaded_in_the_order_given(bundled: Store) -> None:
    tools = bundled.catalog.tools()
    slugs = bundled.catalog.tool_index()
    assert slugs == tuple(tool.slug for tool in tools)
    assert slugs == tuple(
        tool.slug for tool in sorted(tools, key=lambda each: (each.name.casefold(), each.slug))
    )
    some = [slugs[7], "nowhere", slugs[2], slugs[100]]
    assert bundled.catalog.tool_rows(some) == [tools[7], tools[2], tools[100]]
    assert bundled.catalog.tool_rows([]) == []


def test_the_tools_a_persona_has_a_take_on_come_whole_and_by_name(bundled: Store) -> None:
    for persona, count in {"builder": 52, "skeptic": 9, "nobody": 0}.items():
        found = bundled.catalog.tools_with_take(persona)
        assert len(found) == count
        assert found == [tool for tool in bundled.catalog.tools() if tool.take_of(persona)]


# Did you mean


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mistrl", "mistral"),
        ("fine-tunning", "fine-tuning"),
        ("mistral edg3 visoin", "mistral edge vision"),
        ("godot zzzzqqqq visoin", None),
        ("regresions", "regressions"),
        ("vendor:opnai", "vendor:openai"),
        ("tool:smolm3", "tool:smollm3"),
        ("catagry:modelz", "category:models"),
        ("persona:foudner call:skp", "persona:founder call:skip"),
        ("zzzzqqqq", None),
        ("persona:sceptic call:skp", None),
    ],
)
def test_a_filter_that_found_nothing_is_answered_with_one_that_finds_something(
    bundled: Store, typed: str, meant: str | None
) -> None:
    assert bundled.catalog.did_you_mean(typed) == meant
    assert meant is None or bundled.catalog.index(query=meant) or bundled.catalog.tools(query=meant)


def test_a_tag_is_known_from_what_was_saved(store: Store) -> None:
    assert store.catalog.did_you_mean("tag:editrs") is None
    store.facts.save(f"matchup:{store.catalog.index()[0]}", "x", tags=("editors",))
    assert store.catalog.did_you_mean("tag:editrs") == "tag:editors"


# The index itself


def test_a_feed_that_is_filled_can_be_searched(store: Store) -> None:
    from shiptui.model.catalog import Catalog, Take

    tool = Tool("quux", "Quux", summary="About zymurgy", takes=(Take(None, words="Flummoxing"),))
    connection = store._opened.connection
    connection.execute("BEGIN IMMEDIATE")
    fill(connection, Catalog("urn:x", "X", "2027-01-01", (), {}, (tool,), ()), "digest")
    connection.execute("COMMIT")
    for query in ("quu", "quux", "zymur", "flummox", "tool:quux", "call:unknown quux"):
        assert store.catalog.tool_index(query=query) == ("quux",)
    assert store.catalog.tool_index(query="zym") == ()


def test_the_index_is_sound_and_in_step_with_the_catalog(store: Store, seed: Path) -> None:
    run_sql(store.path, "UPDATE feed SET digest = 'older'", "DELETE FROM tool WHERE pct = 50")
    with Store.open(store.path, seed) as again, closing(sqlite3.connect(store.path)) as other:
        for table in ("tool_name", "tool_text"):
            other.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
            numbers = other.execute(f"SELECT rowid FROM {table} ORDER BY rowid").fetchall()
            assert numbers == other.execute("SELECT n FROM tool ORDER BY n").fetchall()
            assert len(numbers) == 144
        assert again.catalog.index(query="mistral") == store.catalog.index(query="mistral")


def test_searching_needs_no_trust_in_the_schema(bundled: Store) -> None:
    connection = bundled._opened.connection
    assert connection.execute("PRAGMA trusted_schema").fetchone() == (0,)
    if sys.version_info >= (3, 12):
        assert connection.getconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE)
    assert bundled.catalog.index(query="mistral")


# Whatever is typed

SYNTAX = (
    *(f"{name}:{value}" for name, values in OPERATORS.items() for value in values or ("x",)),
    *(f"{name}:" for name in (*OPERATORS, "nme", "rowid", "tool_name")),
    *("AND", "OR", "NOT", "NEAR(", "NEAR/2", "{name}", "- name :", "^", "*", "+", '"', '""', "'"),
    *("(", ")", ",", "-", "--", ":", "::", "\\", "%", "_", "?", ":p0", "@p0", "$p0", "1 OR 1=1"),
    *(
        "\x00",
        "\ud800",
        "\udfff",
        "\x1b[31m",
        "\u202e",
        "\u0301",
        "ﬁ",
        "ß",
        "日本語",
        "🚢",
        "\ufffe",
    ),
    *("score:<", "score:1-", "score:99999999999999999999", "score:<=>5", "mistral", "gpt-5", " "),
)


def random_query(chance: random.Random) -> str:
    parts = [chance.choice(SYNTAX) for _ in range(chance.randint(0, 6))]
    for _ in range(chance.randint(0, 4)):
        letter = chr(chance.choice((chance.randrange(128), chance.randrange(sys.maxunicode + 1))))
        parts.insert(chance.randint(0, len(parts)), letter)
    return chance.choice(("", " ", " ")).join(parts)


@pytest.mark.soak
def test_no_filter_of_twenty_thousand_raises(store: Store, figure: Figure) -> None:
    """Parsed and asked of the catalog; every hundredth is asked of all views and for a hint."""
    chance = random.Random(20_000)  # noqa: S311 - the same strings each time is the point
    id_ = store.catalog.index()[0]
    store.facts.save(f"matchup:{id_}", "x", tags=("later",))
    for number in range(20_000):
        query = random_query(chance)
        found = store.catalog.index(query=query, limit=5)
        assert len(found) <= 5
        if number % 100 == 0:
            for view in View:
                store.catalog.index(view, query=query, sort=chance.choice(list(Sort)))
            store.catalog.tool_index(query=query)
            store.catalog.did_you_mean(query)
    figure("search", "20,000 hostile queries: 0 exceptions")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(SYNTAX) | st.text(max_size=20), max_size=8))
def test_no_text_at_all_raises_and_what_is_found_is_in_the_list(
    bundled: Store, parts: list[str]
) -> None:
    everything = bundled.catalog.index()
    for query in (" ".join(parts), "".join(parts)):
        found = bundled.catalog.index(query=query, sort=Sort.NEWEST)
        assert set(found) <= set(everything)
        assert set(bundled.catalog.tool_index(query=query)) <= set(bundled.catalog.tool_index())
