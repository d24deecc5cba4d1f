"""Undo and redo: the weights that were, and which of them are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

Weights = Mapping[str, float]


@dataclass(frozen=True)
class History:
    """The weights that were set, in order.

    Parameters
    ----------
    states : tuple of mapping
        At least one.
    at : int
        Which of them holds now.
    """

    states: tuple[Weights, ...]
    at: int = 0

    @property
    def present(self) -> Weights:
        """The weights that hold now."""
        return self.states[self.at]

    @property
    def can_undo(self) -> bool:
        """Whether there are weights before these."""
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        """Whether there are weights after these."""
        return self.at < len(self.states) - 1

    def then(self, weights: Weights, *, same_move: bool = False) -> History:
        """Return the history after `weights` were set; those of the same move of a slider are one step."""
        kept = self.states[: self.at + (0 if same_move and self.can_undo else 1)]
        return History((*kept, weights), len(kept))

    def undone(self) -> History:
        """Return the history one step back, or the same at its beginning."""
        return replace(self, at=max(self.at - 1, 0))

    def redone(self) -> History:
        """Return the history one step on, or the same at its end."""
        return replace(self, at=min(self.at + 1, len(self.states) - 1))
