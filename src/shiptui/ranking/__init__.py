"""What votes and takes say, and how far to trust it: pure statistics, standard library only."""
