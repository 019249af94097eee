"""Entry point for both `python -m benches.compare` and `python benches/compare`."""

import sys
from pathlib import Path

if not __package__:
    # Started by path: the interpreter put this folder, not the repository, at the head of the search path.
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from benches.compare.app import main

if __name__ == "__main__":
    sys.exit(main())
