from __future__ import annotations

from workbench.builtin_checks import workbench_fairness_checks


def test_every_check_has_a_code_of_its_own_and_words_in_both_languages():
    checks = workbench_fairness_checks()
    assert len({check.code for check in checks}) == len(checks) >= 1
    for check in checks:
        assert check.question.id.endswith("?"), check.code
        assert check.question.en.endswith("?"), check.code
        assert check.question.id != check.question.en
        assert "unbiased" not in check.description.en + check.question.en
