"""SVG pictures: a few shapes and escaped text, readable on light and on dark ground."""

from __future__ import annotations

import html
from collections.abc import Iterable

from shiptui.text.clean import clean

LONGEST = 200
"""Characters of one text."""

_STYLE = """\
.ground{fill:#ffffff}.text{fill:#1f2328}.dim{fill:#59636e}.strong{fill:#1f2328;font-weight:bold}
.track{stroke:#d1d9e0}.mark{stroke:#59636e}.line{stroke:#0969da}.dot{fill:#0969da}.warn{fill:#9a6700}
@media (prefers-color-scheme:dark){
.ground{fill:#0d1117}.text{fill:#f0f6fc}.dim{fill:#9198a1}.strong{fill:#f0f6fc}
.track{stroke:#3d444d}.mark{stroke:#9198a1}.line{stroke:#4493f8}.dot{fill:#4493f8}.warn{fill:#d29922}}
"""


class Picture:
    """Collects shapes; what is drawn later lies above. Lengths are in pixels."""

    def __init__(self, width: int, title: str) -> None:
        self._width = width
        self._title = title
        self._shapes: list[str] = []

    def text(
        self, x: float, y: float, text: str, role: str = "text", anchor: str = "start"
    ) -> None:
        """A line of text with its base at `y`. Anything may be in it: it is cleaned and escaped."""
        self._shapes.append(
            f'<text x="{x:.1f}" y="{y:.1f}" class="{role}" text-anchor="{anchor}">'
            f"{safe(text)}</text>"
        )

    def line(
        self, points: Iterable[tuple[float, float]], role: str = "line", wide: float = 2
    ) -> None:
        """A line through some points."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._shapes.append(
            f'<polyline points="{path}" class="{role}" stroke-width="{wide}" fill="none"/>'
        )

    def dot(self, x: float, y: float, radius: float = 4) -> None:
        """A filled dot."""
        self._shapes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" class="dot"/>')

    def svg(self, height: float) -> str:
        """The whole file, so high."""
        size = f'width="{self._width}" height="{height:.0f}"'
        shapes = "\n".join(self._shapes)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {self._width}'
            f' {height:.0f}" role="img" aria-label="{safe(self._title)}" font-size="13"'
            ' font-family="system-ui,Segoe UI,DejaVu Sans,sans-serif">\n'
            f"<title>{safe(self._title)}</title>\n<style>\n{_STYLE}</style>\n"
            f'<rect {size} class="ground"/>\n{shapes}\n</svg>\n'
        )


def safe(text: str) -> str:
    """A text that means nothing but itself in SVG."""
    return html.escape(clean(text, LONGEST))
