"""The kit for authors of plugins: measure small tables, and hold an indicator to what every indicator promises.

It needs ``pip install 'kinerja-workbench[testing]'`` where tables are generated (hypothesis), and nothing else.
"""

from workbench.testing.contract import PROMISES, IndicatorContract
from workbench.testing.findings import Finding, check_contract
from workbench.testing.generated import generated_tables
from workbench.testing.measuring import HALF_YEAR, measured

__all__ = ["HALF_YEAR", "PROMISES", "Finding", "IndicatorContract", "check_contract", "generated_tables", "measured"]
