"""Decide which AI tool to ship with: two tools side by side, four reviewers, one key to vote."""

__version__ = "0.1.0"
