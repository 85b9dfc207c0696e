"""A screen that shows what votes and takes add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.tui.messages import JudgementAsked
from shiptui.tui.screens.frame import Frame

if TYPE_CHECKING:
    from shiptui.ranking.judgement import Judgement


class Judged(Frame, inherit_bindings=False):
    """Asks for a judgement whenever facts may have changed, and shows it when it comes.

    Until then it shows the last one, or none: working it out is never on the path of a key.
    """

    judgement: Judgement | None = None

    @property
    def judging(self) -> bool:
        """Whether this screen shows a judgement now."""
        return True

    def lacking(self, judgement: Judgement) -> str | None:
        """Say what is missing before anything can be told, in a sentence; None where enough is."""
        del judgement
        return None

    def refresh_facts(self) -> None:
        """Read again, and have everything added up again."""
        super().refresh_facts()
        if self.judging:
            self.post_message(JudgementAsked())

    def hear(self, judgement: Judgement) -> None:
        """Take what was worked out."""
        if judgement is not self.judgement:
            self.judgement = judgement
            self.show_judgement()

    def show_judgement(self) -> None:
        """Show it; rows stay where they are. What is missing is said once."""
        lacking = self.lacking(self.judgement) if self.judgement else None
        if lacking and not self.said:
            self.say(lacking, "warn")
        self.show_current(keep_place=True)
