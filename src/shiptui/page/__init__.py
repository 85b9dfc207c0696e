"""What is on a screen, as styled lines: pure functions of model objects."""
