"""`python -m shiptui`."""

from shiptui.cli import main, program

__all__ = ["main"]

if __name__ == "__main__":
    program()
