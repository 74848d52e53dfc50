"""What every test may use."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import settings

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "examples" / "site_readiness"), str(ROOT / "tests")]

# No test is timed: a machine that is busy with other things is no fault.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
