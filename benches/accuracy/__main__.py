"""Entry point of `python -m benches.accuracy`."""

import sys

from benches.accuracy.app import main

if __name__ == "__main__":
    sys.exit(main())
