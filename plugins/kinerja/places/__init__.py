"""Five invented places, each with its own parameters files and tables of any size."""

from __future__ import annotations

from kinerja.places.batanghari import BATANGHARI
from kinerja.places.helvetia import HELVETIA
from kinerja.places.jakarta import JAKARTA
from kinerja.places.plaju import PLAJU
from kinerja.places.walesi import WALESI

PLACES = [BATANGHARI, HELVETIA, JAKARTA, PLAJU, WALESI]
