"""The two-way server: takes votes and bookmarks, counts them, publishes the counts."""
