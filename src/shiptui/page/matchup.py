"""The page of one matchup: two tools, the scorecard, and what the personas say."""

from __future__ import annotations

from shiptui.model.catalog import ME, Persona, Tool, gap, widest_gap
from shiptui.model.facts import NEITHER, TIE, Bookmark, Matchup
from shiptui.model.frozen import replace
from shiptui.page.changed import changed_lines
from shiptui.page.community import UNKNOWN, matchup_words
from shiptui.page.dissent import matchup_reports
from shiptui.page.duel import about, duel
from shiptui.page.lines import Line, Page, Span, line, page, paragraph, rule
from shiptui.page.look import Look
from shiptui.page.scorecard import ScoreRow, scorecard
from shiptui.page.section import told
from shiptui.page.takes import persona_takes
from shiptui.page.veil import PANEL
from shiptui.page.words import persona_name, section_words


def sides(matchup: Matchup, look: Look) -> tuple[Tool, Tool]:
    """The tools as they stand on the screen."""
    if look.swapped:
        return matchup.right, matchup.left
    return matchup.left, matchup.right


def voices(matchup: Matchup, personas: tuple[Persona, ...]) -> tuple[str | None, ...]:
    """Who is shown: the personas of the catalog, any other that has a take here, the reader."""
    known = [persona.slug for persona in personas]
    spoken = [take.persona for tool in (matchup.left, matchup.right) for take in tool.takes]
    mine = (ME,) if matchup.left.mine or matchup.right.mine else ()
    return (*known, *dict.fromkeys(slug for slug in spoken if slug not in known), *mine)


def chosen_persona(matchup: Matchup, personas: tuple[Persona, ...], look: Look) -> str | None:
    """Whose takes are shown: the reader's choice, else the widest gap, else who said most."""
    options = voices(matchup, personas)
    if look.chosen and look.persona in options:
        return look.persona
    widest = widest_gap(matchup.left, matchup.right)
    if widest is not None and widest[1] != 0:
        return widest[0]

    def said(slug: str | None) -> int:
        return sum(tool.take_of(slug) is not None for tool in (matchup.left, matchup.right))

    return max(options, key=said, default=None)


def matchup_page(
    matchup: Matchup, personas: tuple[Persona, ...], look: Look, cells: int, *, focused: bool
) -> Page:
    """The whole page for a pane of `cells`."""
    look = replace(look, panel_hidden=PANEL in matchup.veiled)
    persona = chosen_persona(matchup, personas, look)
    tools = sides(matchup, look)
    pick = matchup.vote.pick if matchup.vote else None
    lines = [
        _heading(matchup, look, cells, focused=focused),
        *duel(tools, pick, look, cells),
        *_own_lines(matchup, pick, look, cells),
        *_crowd_lines(matchup, look, cells),
        *changed_lines(matchup.changed, tools, personas, look, cells),
        (),
        *_score_lines(matchup, personas, persona, look, cells),
    ]
    reports = _report_lines(matchup, personas, look, cells)
    # A low window keeps its room for the takes.
    lines += [] if look.terse else reports
    anchors: dict[str | None, int] = {}
    for slug in _shown(matchup, personas, persona, look):
        lines.append(())
        anchors[slug] = len(lines)
        lines += persona_takes(tools, slug, persona_name(personas, slug), look, cells)
    lines += reports if look.terse else []
    lines += [(), *_about_lines(matchup, look, cells)]
    return page(lines, cells, look.glyphs.ellipsis, persona, anchors)


def _shown(
    matchup: Matchup, personas: tuple[Persona, ...], persona: str | None, look: Look
) -> tuple[str | None, ...]:
    """Whose takes the page holds."""
    if look.panel_hidden:
        return ()
    return voices(matchup, personas) if look.every_take else (persona,)


def _heading(matchup: Matchup, look: Look, cells: int, *, focused: bool) -> Line:
    left, right = sides(matchup, look)
    remarks = [section_words(matchup)]
    if matchup.bookmark is not None:
        remarks.append(f"{look.glyphs.saved} saved")
    if look.decided:
        remarks.append("has a record")
    if not matchup.listed:
        remarks.append("your own pair")
    return rule(
        [Span(left.name, "title"), Span(" vs ", "dim"), Span(right.name, "title")],
        ", ".join(remarks),
        cells,
        stroke=look.glyphs.heavy if focused else look.glyphs.light,
        role="focus" if focused else "rule",
        ellipsis=look.glyphs.ellipsis,
    )


def _own_lines(matchup: Matchup, pick: str | None, look: Look, cells: int) -> list[Line]:
    """What the reader did: a tie or neither, the note, the tags."""
    lines: list[Line] = []
    if pick in (TIE, NEITHER):
        words = "a tie" if pick == TIE else "neither of the two"
        lines.append(line(Span(" Your vote: ", "dim"), Span(words, "chosen")))
    if matchup.bookmark is not None:
        lines += _bookmark_lines(matchup.bookmark, look, cells)
    return [(), *lines] if lines else []


def _crowd_lines(matchup: Matchup, look: Look, cells: int) -> list[Line]:
    """How others voted, where a feed has counted; that nobody has stands at the end of the page."""
    if matchup.community is None and not matchup.crowd_hidden:
        return []
    words = matchup_words(matchup, sides(matchup, look))
    return [(), *(line(" ", *row) for row in paragraph(f"Community: {words}", cells - 2))]


def _bookmark_lines(bookmark: Bookmark, look: Look, cells: int) -> list[Line]:
    mark = f" {look.glyphs.note} "
    lines = [
        line(Span(mark if row == 0 else " " * len(mark), "dim"), *spans)
        for row, spans in enumerate(paragraph(bookmark.note, cells - len(mark) - 1))
    ]
    if bookmark.tags:
        tags = ", ".join(bookmark.tags)
        lines += [line(" ", *row) for row in paragraph(f"Tags: {tags}", cells - 2)]
    return lines


def _score_lines(
    matchup: Matchup,
    personas: tuple[Persona, ...],
    persona: str | None,
    look: Look,
    cells: int,
) -> list[Line]:
    left, right = sides(matchup, look)
    rows = [
        ScoreRow(slug, persona_name(personas, slug), left.take_of(slug), right.take_of(slug))
        for slug in voices(matchup, personas)
    ]
    widest = widest_gap(left, right)
    remark = ""
    if widest is not None:
        points = gap(left.take_of(widest[0]), right.take_of(widest[0]))
        remark = f"widest gap: {persona_name(personas, widest[0])}" if points else "no gap"
    return scorecard(rows, persona, remark, look, cells)


def _report_lines(
    matchup: Matchup, personas: tuple[Persona, ...], look: Look, cells: int
) -> list[Line]:
    """Who stands alone against all others."""
    reports = [] if look.panel_hidden else matchup_reports(sides(matchup, look), personas)
    lines = [row for each in reports for row in told(f"Minority report: {each}", cells, "strong")]
    return [(), *lines] if lines else []


def _about_lines(matchup: Matchup, look: Look, cells: int) -> list[Line]:
    """What the tools are, where this comes from and how old it is."""
    dates = {tool.as_of for tool in (matchup.left, matchup.right) if tool.as_of}
    when = f"As of {', '.join(sorted(dates))}. " if dates else ""
    source = f"Source: {matchup.source}" if matchup.source else "A pair of your own."
    feed = f"Feed: {matchup.origin}. " if matchup.origin else ""
    counted = matchup.community is not None or matchup.crowd_hidden
    crowd = () if counted else (f"Community votes: {UNKNOWN}.",)
    notes = (*crowd, f"{when}{feed}{source}")
    head = rule(
        [Span("About", "title")],
        "",
        cells,
        stroke=look.glyphs.light,
        role="rule",
        ellipsis=look.glyphs.ellipsis,
    )
    return [
        head,
        *about(sides(matchup, look), look, cells),
        (),
        *(line(" ", *row) for note in notes for row in paragraph(note, cells - 2, "dim")),
    ]
