"""Screens: panes put together, keys turned into messages."""
