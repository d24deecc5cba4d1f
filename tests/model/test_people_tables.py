from __future__ import annotations

import numpy as np
import pandas as pd
import yaml

from tests.people_run import PARAMETERS
from workbench.model.parameters import Parameters
from workbench.model.people_tables import people_needs, records_of

GIVEN = Parameters.model_validate(yaml.safe_load(PARAMETERS))


def test_each_part_that_a_cycle_has_needs_its_table_and_no_other():
    assert [(part, need.table) for part, need in people_needs(GIVEN)] == [
        ("organisation", "predikat"),
        ("organisation.units", "unit"),
        ("exemptions", "pengecualian"),
        ("placements", "penempatan"),
        ("adjustments", "keputusan"),
        ("objections", "keberatan"),
    ]
    nothing = dict.fromkeys(("organisation", "exemptions", "placements", "adjustments", "objections"))
    assert list(people_needs(GIVEN.model_copy(update=nothing))) == []


def test_a_decision_needs_reason_official_and_date():
    columns = {column.name: column.required for column in dict(people_needs(GIVEN))["adjustments"].columns}

    assert all(columns[name] for name in ("reason", "decided_by", "decided_on", "from", "to"))


def test_records_keep_the_numbers_of_their_rows_in_the_file():
    only = GIVEN.model_copy(update=dict.fromkeys(("organisation", "placements", "adjustments", "objections")))
    table = pd.DataFrame({"kode": ["H"], "reason": ["cltn"], "source": ["SK 4"], "id_unit": ["U1"]})
    found = records_of(only, {"pengecualian": table}, {"pengecualian": np.array([7])}, {"pengecualian": "p.csv"})

    assert found["exemptions"].where == "p.csv"
    assert found["exemptions"].rows.to_dict("index") == {7: {"kode": "H", "reason": "cltn", "source": "SK 4"}}
