"""What better means for each built-in indicator: two small sets of rows, and an edit that never harms.

A new indicator needs an entry; `test_contract.py` then holds it to everything that an indicator promises.
"""

from __future__ import annotations

from tests.kinerja.better_service import SERVICE
from tests.kinerja.better_work import WORK

SENSES = SERVICE | WORK
