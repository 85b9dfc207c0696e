"""The page of one persona: its creed, how often it ships, on what, and where it stood alone."""

from __future__ import annotations

from shiptui.model.track import Disagreement, TrackRecord
from shiptui.page.agreement import agreement_lines
from shiptui.page.lines import Line, Page, Span, column, line, page, paragraph
from shiptui.page.look import Look
from shiptui.page.section import heading
from shiptui.page.words import call_words
from shiptui.ranking.agreement import Agreement
from shiptui.ranking.share import Share

DISAGREEMENTS_SHOWN = 12
SECTION_CELLS = 24


def persona_page(
    record: TrackRecord,
    look: Look,
    cells: int,
    *,
    focused: bool,
    agreement: Agreement | None = None,
) -> Page:
    """The whole page for a pane of `cells`; `agreement` is None until it is worked out."""
    lines = [
        heading(record.persona.name, _count(record.takes), look, cells, focused=focused),
        *_creed(record, cells),
        (),
        heading("How often it ships", "", look, cells),
        *_shares(record, look, cells),
        *_agreement(record, agreement, look, cells),
        (),
        heading("Where it stood apart", str(len(record.disagreements)), look, cells),
        *_disagreements(record, look, cells),
    ]
    return page(lines, cells, look.glyphs.ellipsis)


def _count(takes: int) -> str:
    return "1 take" if takes == 1 else f"{takes} takes"


def _creed(record: TrackRecord, cells: int) -> list[Line]:
    persona = record.persona
    parts = [
        ("Asks", persona.asks or "unknown"),
        ("Likes", ", ".join(persona.likes) or "unknown"),
        ("Tired of", ", ".join(persona.tired_of) or "unknown"),
        ("Source", persona.source or "unknown"),
    ]
    lines: list[Line] = []
    for label, text in parts:
        for index, row in enumerate(paragraph(text, cells - 12)):
            lines.append(line(" ", Span(f"{label if index == 0 else '':<10}", "dim"), *row))
    return lines


def _shares(record: TrackRecord, look: Look, cells: int) -> list[Line]:
    told = [_calls(record), _scores(record)]
    lines = [line(" ", *row) for each in told for row in paragraph(each, cells - 2)]
    if not record.sections:
        return lines
    lines.append(())
    for section, ships, skips, unknown in record.sections:
        rest = f", {unknown} unknown" if unknown else ""
        name = column(section, min(SECTION_CELLS, cells // 2), look.glyphs.ellipsis)
        lines.append(line(" ", name, Span(f" {ships} ship {skips} skip{rest}", "dim")))
    return lines


def _agreement(
    record: TrackRecord, agreement: Agreement | None, look: Look, cells: int
) -> list[Line]:
    if agreement is None:
        return []
    lines = agreement_lines(agreement, record.persona.name, look, cells)
    return [(), heading("How far you agree", "", look, cells), *lines]


def _calls(record: TrackRecord) -> str:
    called = record.ships + record.skips
    if not called:
        return "No call of this persona is known."
    low, high = (100 * end for end in Share(record.ships, called).interval)
    whole = (
        f"Ships {record.ship_pct} % ({low:.0f} to {high:.0f} %): {record.ships} of {called} known"
        " calls"
    )
    if record.unknown:
        whole += f", {record.unknown} unknown"
    if record.inferred:
        whole += f"; {record.inferred} inferred from the words"
    return f"{whole}."


def _scores(record: TrackRecord) -> str:
    if not record.scores:
        return "No score of this persona is known."
    mean = sum(record.scores) / len(record.scores)
    low, high = min(record.scores), max(record.scores)
    return f"Scores: {len(record.scores)}, from {low} to {high}, {mean:.0f} on average."


def _disagreements(record: TrackRecord, look: Look, cells: int) -> list[Line]:
    shown = record.disagreements[:DISAGREEMENTS_SHOWN]
    if not shown:
        return [line(Span(" Nowhere, as far as other takes are known.", "dim"))]
    lines = [_disagreement(each, look, cells) for each in shown]
    left_out = len(record.disagreements) - len(shown)
    return [*lines, line(Span(f" and {left_out} more", "dim"))] if left_out else lines


def _disagreement(each: Disagreement, look: Look, cells: int) -> Line:
    call = call_words(each.take)
    why = "alone" if each.alone else ""
    points = "" if each.points is None else f"{each.points:+.0f}"
    name = column(each.tool.name, max(cells - 26, 8), look.glyphs.ellipsis)
    score = "" if each.take.score is None else str(each.take.score)
    text = f" {call:<5} {score:>3} {points:>4} {why}"
    return tuple(
        span._replace(act=f"tool:{each.tool.slug}") for span in line(" ", name, Span(text, "dim"))
    )
