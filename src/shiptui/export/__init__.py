"""What leaves the program as a file, and what comes back from one. Pure but for `files`."""
