"""Methods that compare subjects two by two, criterion by criterion."""

from __future__ import annotations

import numpy as np

from mcdm.criteria import Criteria
from workbench.model.methods import Floats


def promethee(given: Criteria) -> Floats:
    """Return a flow on 0-100: net ``50 (1 + leaving - entering)``, ``100 leaving`` or ``100 (1 - entering)``.

    Leaving and entering flows are those of PROMETHEE I, the net flow that of PROMETHEE II. A subject alone has none.
    """
    from pymcdm.methods.partial import PROMETHEE_I

    if len(given.matrix) < 2:
        return np.full(len(given.matrix), np.nan)
    options = given.options
    p, q = (None if each is None else given.of_each(each) for each in (options.p, options.q))
    leaving, entering = given.ask(PROMETHEE_I(options.preference, p=p, q=q))
    flow = {"net": (1.0 + leaving - entering) / 2.0, "leaving": leaving, "entering": 1.0 - entering}[options.flow]
    return np.asarray(100.0 * flow, dtype=float)
