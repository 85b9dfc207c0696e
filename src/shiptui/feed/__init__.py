"""Where verdicts come from: what a feed publishes, read through the boundary."""
