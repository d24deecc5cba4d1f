"""Settings for all tests."""

from __future__ import annotations

from hypothesis import settings

# A busy machine must not make a right answer wrong: no deadline for a single example.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
