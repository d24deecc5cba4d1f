from __future__ import annotations

import pandas as pd
import pytest
from kinerja.faults import listed, refuse_out_of_order, refuse_unknown

from workbench import InputError


def test_the_first_five_names_are_listed_in_order():
    assert listed([3, 1, 2]) == "1, 2, 3"
    assert listed("gfedcba") == "a, b, c, d, e, ..."


def test_a_later_date_before_an_earlier_one_is_refused_and_an_empty_one_is_not():
    table = pd.DataFrame(
        {"id": ["K1", "K2", "K3"], "mulai": ["2025-02-03"] * 3, "selesai": ["2025-02-03", "", "2025-02-02"]}
    )
    table[["mulai", "selesai"]] = table[["mulai", "selesai"]].apply(pd.to_datetime)

    refuse_out_of_order(table[:2], name="kontrak", key="id", first="mulai", then="selesai")
    with pytest.raises(
        InputError, match=r"^tables\.kontrak: selesai lies before mulai in K3 \(1 in all\); correct one"
    ):
        refuse_out_of_order(table, name="kontrak", key="id", first="mulai", then="selesai")


def test_a_row_without_its_register_is_refused():
    refuse_unknown(["K1"], ["K1", "K2"], name="adendum", column="id_kontrak", register="kontrak")
    with pytest.raises(
        InputError, match=r"^tables\.adendum: id_kontrak not in the table 'kontrak': K8, K9 \(2 in all\)"
    ):
        refuse_unknown(["K9", "K8", "K1"], ["K1"], name="adendum", column="id_kontrak", register="kontrak")
