"""Bringing what feeds publish into the store: the only place where the two meet."""
