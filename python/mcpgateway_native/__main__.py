"""``python -m mcpgateway_native``: the command line without the installed script."""

import sys

from mcpgateway_native.cli import main

if __name__ == "__main__":
    sys.exit(main())
