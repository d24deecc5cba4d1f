"""A published distribution is taken from the rule packs, in the order of the classes, or refused by name."""

from __future__ import annotations

from datetime import date

import pytest

from workbench.errors import ParametersError
from workbench.fairness.published_distribution import published_distribution
from workbench.model.labels import Label
from workbench.model.rules import Cited, RulePack, Rules


def rules(value):
    cited = Cited(value=value, reference="SK 1", confidence="secondary")
    pack = RulePack(
        code="uji", title=Label.of("Uji"), reference="SK 1", confidence="secondary", valid_from=date(2025, 1, 1),
        values={"sebaran.uji": cited},
    )  # fmt: skip
    return Rules(packs=(pack,))


def test_the_shares_follow_the_classes_and_add_up_to_one():
    found = published_distribution(rules({"baik": 60, "kurang": 20}), "sebaran.uji", ["kurang", "baik"])
    assert found.shares.tolist() == [0.25, 0.75]
    assert found.cited.reference == "SK 1"


@pytest.mark.parametrize(
    "value", [{"baik": 60}, {"baik": 60, "cukup": 40}, {"baik": -1, "kurang": 2}, {"baik": 0, "kurang": 0}, [60, 40]]
)
def test_what_is_no_share_of_each_class_is_refused(value):
    with pytest.raises(ParametersError, match=r"'sebaran\.uji' must give each class a share: baik, kurang"):
        published_distribution(rules(value), "sebaran.uji", ["baik", "kurang"])


def test_a_name_that_no_pack_holds_is_refused():
    with pytest.raises(ParametersError, match=r"holds 'sebaran\.lain'"):
        published_distribution(rules({}), "sebaran.lain", ["baik"])
