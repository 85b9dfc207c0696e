"""The reader's facts and the cached catalog in one SQLite file. Nothing else speaks SQL."""
