"""Decide which AI tool to ship with: two tools side by side, four reviewers, one key to vote."""

__version__ = "0.1.0"

TYPE_CHECKING = False
"""What `typing` has under this name. To import that takes as long as to read and print a list."""
