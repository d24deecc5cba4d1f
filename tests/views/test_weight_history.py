"""Undo and redo."""

from __future__ import annotations

from workbench.views.weight_history import History

A, B, C = {"a": 1.0}, {"a": 2.0}, {"a": 3.0}


def test_a_step_back_and_on_again() -> None:
    history = History((A,)).then(B).then(C)
    assert history.undone().present == B
    assert history.undone().undone().present == A
    assert history.undone().redone().present == C


def test_at_either_end_nothing_happens() -> None:
    history = History((A,)).then(B)
    assert not history.can_redo
    assert history.redone() == history
    first = history.undone()
    assert not first.can_undo
    assert first.undone() == first


def test_a_new_step_forgets_what_was_taken_back() -> None:
    history = History((A,)).then(B).undone().then(C)
    assert history.states == (A, C)
    assert not history.can_redo


def test_one_move_of_a_slider_is_one_step_however_many_weights_it_passes() -> None:
    history = History((A,)).then(B).then(C, same_move=True)
    assert history.undone().present == A


def test_the_weights_at_the_beginning_are_never_lost() -> None:
    assert History((A,)).then(B, same_move=True).undone().present == A
