from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fairness.counted import INVESTMENT, at, people_of, two_way, without
from workbench.fairness.disclosure import COMPLEMENTARY, EVERYONE, SMALL, DisclosureRule, protect
from workbench.fairness.disclosure_attack import attack, attack_means
from workbench.fairness.disclosure_tables import HIDDEN, SHOWN, count_tables

RULE = DisclosureRule()


def reason(tables, protection, **keys):
    return protection.reasons[at(tables, **keys)]


def test_a_table_without_small_cells_is_published_whole():
    tables = two_way(INVESTMENT, "ABC")
    published = protect(tables, RULE).published
    assert published.cells["count"].tolist() == tables.cells["count"].tolist()
    assert (published.cells["status"] == SHOWN).all()


def test_a_small_cell_takes_others_with_it():
    tables = two_way({"p": (3, 20, 30), "q": (25, 9, 31), "r": (26, 27, 8)}, "123")
    found = protect(tables, RULE)
    assert reason(tables, found, unit="p", **{"class": "1"}) == SMALL
    assert (found.reasons == SMALL).sum() == 1
    assert (found.reasons == COMPLEMENTARY).sum() >= 3
    assert attack(without(tables, [at(tables, unit="p", **{"class": "1"})]))["solved"].all()
    assert not attack(found.published)["solved"].any()


def test_hidden_cells_stay_in_the_table():
    tables = two_way({"p": (3, 20, 30), "q": (25, 9, 31), "r": (26, 27, 8)}, "123")
    cells = protect(tables, RULE).published.cells
    assert len(cells) == len(tables.cells)
    assert (cells["count"].isna() == (cells["status"] == HIDDEN)).all()
    assert set(cells["status"]) == {SHOWN, HIDDEN}


def test_the_threshold_is_a_choice():
    tables = two_way({"p": (7, 20, 30), "q": (25, 19, 31), "r": (26, 27, 28)}, "123")
    assert (protect(tables, RULE).reasons == "").all()
    assert reason(tables, protect(tables, DisclosureRule(smallest=10)), unit="p", **{"class": "1"}) == SMALL


def test_nobody_is_shown_unless_the_rule_hides_zeros():
    tables = two_way({"p": (0, 20, 30), "q": (25, 19, 31), "r": (26, 27, 28)}, "123")
    assert (protect(tables, RULE).reasons == "").all()
    hidden = protect(tables, DisclosureRule(zeros_shown=False))
    assert reason(tables, hidden, unit="p", **{"class": "1"}) == SMALL


def test_a_class_that_holds_everybody_of_a_unit_is_hidden():
    # All 37 of p are in class 2: shown, it would tell the class of each of them.
    tables = two_way({"p": (0, 37, 0), "q": (25, 19, 31), "r": (26, 27, 28)}, "123")
    found = protect(tables, RULE)
    assert reason(tables, found, unit="p", **{"class": "2"}) == EVERYONE
    assert found.published.cells["count"][at(tables, unit="p")] == 37
    low, high = attack(found.published).loc[at(tables, unit="p", **{"class": "2"}), ["low", "high"]]
    assert low <= 33
    assert high == 37


def test_a_class_that_holds_almost_everybody_is_hidden_where_the_rule_says_so():
    tables = two_way({"p": (6, 94), "q": (50, 50), "r": (40, 60)}, "12")
    assert (protect(tables, RULE).reasons == "").all()
    found = protect(tables, DisclosureRule(largest_share=0.9))
    assert reason(tables, found, unit="p", **{"class": "2"}) == EVERYONE
    assert attack(found.published).loc[at(tables, unit="p", **{"class": "2"}), "low"] < 90


def test_a_small_unit_of_one_class_is_not_given_away_by_its_zeros():
    tables = two_way({"p": (0, 4, 0), "q": (25, 19, 31), "r": (26, 27, 28)}, "123")
    found = protect(tables, RULE)
    assert (
        found.published.cells.loc[[at(tables, unit="p", **{"class": each}) for each in "123"], "status"]
        .eq(HIDDEN)
        .all()
    )
    assert not attack(found.published)["solved"].any()


def test_the_size_of_a_unit_can_be_known_to_everybody():
    tables = two_way({"p": (1, 2, 0), "q": (25, 19, 31), "r": (26, 27, 28)}, "123")
    found = protect(tables, DisclosureRule(known=(("unit",), ())))
    assert found.published.cells["count"][at(tables, unit="p")] == 3
    assert not attack(found.published)["solved"].any()


def test_percentages_are_whole_and_stand_only_beside_counts_that_are_shown():
    tables = two_way({"p": (3, 20, 30), "q": (25, 9, 31), "r": (26, 27, 8)}, "123")
    cells = protect(tables, RULE).published.cells
    assert cells["percent"][at(tables, unit="q", **{"class": "3"})] == 48  # 31 of 65: 47.7
    assert cells.loc[cells["status"] == HIDDEN, "percent"].isna().all()
    assert pd.isna(cells["percent"][at(tables, unit="q")])


def test_a_percentage_does_not_tell_a_hidden_total():
    tables = two_way({"p": (1, 2, 0), "q": (25, 19, 31), "r": (26, 27, 28)}, "123")
    cells = protect(tables, RULE).published.cells
    of_p = [at(tables, unit="p", **{"class": each}) for each in "123"]
    assert cells.loc[at(tables, unit="p"), "status"] == HIDDEN
    assert cells.loc[of_p, "percent"].isna().all()


def scored(rows):
    people = pd.DataFrame(
        [(unit, "1", each) for unit, row in rows.items() for each in row], columns=["unit", "class", "score"]
    )
    return count_tables(people, [("unit", "class")], score="score")


def test_means_of_too_few_are_hidden_and_cannot_be_worked_out():
    tables = scored({"a": [65.0] * 10, "b": [91.0, 99.0], "c": [70.0] * 20, "d": [71.0] * 30})
    published = protect(tables, RULE).published
    mean = published.cells["mean"]
    assert np.isnan(mean[at(tables, unit="b")])
    assert mean[at(tables, unit="d")] == 71
    assert np.isnan(mean[at(tables, unit="a")]) or np.isnan(mean[at(tables)])
    found = attack_means(published, tables.cells["scored"].to_numpy(), scale=(0.0, 100.0), asked=10.0)
    assert not found["solved"].any()


def test_a_mean_over_fewer_people_than_are_counted_is_hidden():
    tables = scored({"a": [65.0] * 3 + [np.nan] * 9, "b": [91.0] * 20, "c": [70.0] * 20})
    published = protect(tables, RULE).published
    assert published.cells["count"][at(tables, unit="a")] == 12
    assert np.isnan(published.cells["mean"][at(tables, unit="a")])


def test_no_smallest_or_largest_value_is_published():
    published = protect(scored({"a": [65.0] * 10, "b": [91.0] * 9}), RULE).published
    assert set(published.cells) == {"unit", "class", "count", "status", "mean"}


def test_a_rule_that_tells_the_count_is_refused():
    with pytest.raises(ValueError, match="below 3"):
        DisclosureRule(smallest=2)
    with pytest.raises(ValueError, match="largest share"):
        DisclosureRule(largest_share=0.4)


def test_the_order_of_people_does_not_matter():
    people = people_of({"p": (3, 20, 30), "q": (25, 9, 31), "r": (26, 27, 8)}, "123")
    shuffled = people.sample(frac=1.0, random_state=3)
    one, other = (protect(count_tables(each, [("unit", "class")]), RULE).published for each in (people, shuffled))
    pd.testing.assert_frame_equal(one.cells, other.cells)


TABLES = {
    "two-way": ([("unit", "class")], {}),
    "linked": ([("unit", "class"), ("sex", "class")], {}),
    "hierarchical": ([("unit", "class")], {"unit": ["district"]}),
    "three-way": ([("district", "sex", "class")], {}),
    "all": ([("unit", "class"), ("sex", "class"), ("unit", "sex")], {"unit": ["district"]}),
}


@pytest.mark.parametrize("form", TABLES)
@given(st.integers(0, 10_000), st.integers(8, 60), st.sampled_from([3, 5]), st.booleans())
@settings(max_examples=2)
def test_no_attack_finds_a_hidden_cell(form, seed, size, smallest, zeros_shown):
    rng = np.random.default_rng(seed)
    people = pd.DataFrame(
        {
            "unit": rng.choice(list("abcde"), size, p=[0.35, 0.3, 0.2, 0.1, 0.05]),
            "sex": rng.choice(list("mf"), size),
            "class": rng.choice(list("123"), size, p=[0.25, 0.7, 0.05]),
        }
    ).assign(district=lambda table: table["unit"].map(dict(zip("abcde", "xxyyy", strict=True))))
    crossed, within = TABLES[form]
    tables = count_tables(people, crossed, within=within, sensitive="class")
    rule = DisclosureRule(smallest=smallest, zeros_shown=zeros_shown)
    found = protect(tables, rule)
    count, shown = tables.cells["count"], ~found.published.hidden
    attacked = attack(found.published).join(count)
    assert not attacked["solved"].any()
    assert ((count[shown] >= smallest) | ((count[shown] == 0) & zeros_shown)).all()
    small = attacked[attacked["count"].between(1, smallest - 1)]
    assert (small["low"] == 0).all()
    assert (small["high"] >= smallest - 1).all()


@given(st.integers(0, 10_000), st.integers(1, 4), st.sampled_from("pqrs"), st.sampled_from("123"))
@settings(max_examples=4)
def test_hiding_the_small_cell_alone_is_solved_and_protecting_it_is_not(seed, few, unit, each):
    rows = {name: np.random.default_rng([seed, ord(name)]).integers(5, 30, 3).tolist() for name in "pqrs"}
    rows[unit][int(each) - 1] = few
    tables = two_way(rows, "123")
    alone = attack(without(tables, [at(tables, unit=unit, **{"class": each})]))
    assert alone[["low", "high"]].to_numpy().tolist() == [[few, few]]
    assert not attack(protect(tables, RULE).published)["solved"].any()
