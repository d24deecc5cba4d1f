from __future__ import annotations

import pytest

from tests.small_run import PARAMETERS, UNITS
from workbench.compare_cycles import compare_cycles
from workbench.views.cycles_panel import cycles_panel


@pytest.fixture
def panel(tmp_path):
    (tmp_path / "unit.csv").write_text(UNITS, encoding="utf-8")
    path = tmp_path / "uji.yaml"
    path.write_text(PARAMETERS, encoding="utf-8")
    equal = {"framework": {"dimensions": {"pelayanan": {"weight": 1}, "kecepatan": {"weight": 1}}}}
    changes = {"policy": {}, "equal": equal}
    calls = []

    def compare(before, after):
        calls.append((before, after))
        return compare_cycles(path, path, changes=changes[after])

    made = cycles_panel(compare, {"policy": "Kebijakan", "equal": "Bobot sama"}, language="en")
    return made, calls


def test_it_begins_with_the_first_two(panel):
    made, calls = panel
    assert calls == [("policy", "equal")]
    # A: 86.25 becomes (90 + 75) / 2 = 82.5, through the weights alone
    assert "82.5" in made.answer
    assert made.state == "ready"


def test_the_same_twice_is_a_mistake_told_in_plain_words(panel):
    made, calls = panel
    made.values = {"after": "policy"}
    assert (made.state, len(calls)) == ("mistake", 1)
    assert "choose two different ones" in made.answer


def test_what_was_compared_once_is_not_worked_out_again(panel):
    made, calls = panel
    made.values = {"after": "policy"}
    made.values = {"after": "equal"}
    assert len(calls) == 1
