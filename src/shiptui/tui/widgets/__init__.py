"""Widgets: a few lines around a page each."""
