"""`python -m shiptui`."""

import sys

from shiptui.cli import main, program

__all__ = ["main"]

if __name__ == "__main__":
    if not sys.flags.safe_path:
        # For `-m` the folder one stands in comes first; a click.py that lies there is not click.
        del sys.path[0]
    program()
