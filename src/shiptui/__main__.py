"""`python -m shiptui`."""

import sys

from shiptui.cli import main

if __name__ == "__main__":
    sys.exit(main())
