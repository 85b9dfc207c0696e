"""Work that goes on beside the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from textual.dom import DOMNode


def beside(
    node: DOMNode,
    work: Callable[[], Coroutine[None, None, None]],
    group: str,
    *,
    exclusive: bool = False,
) -> None:
    """Start the work of an app or a screen; it ends with that. An `exclusive` one ends its group's.

    Textual is given the function and not its coroutine: where the work is overtaken or the program
    ends before it begins, no coroutine is left over that nobody awaits.
    """
    node.run_worker(work, group=group, exclusive=exclusive)  # type: ignore[arg-type]  # Textual takes any coroutine
