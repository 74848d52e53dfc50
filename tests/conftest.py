"""What every test may use."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "examples" / "site_readiness"), str(ROOT / "tests")]
