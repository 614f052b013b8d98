"""The generator lives beside the benchmark and imports its parts by their short names."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
