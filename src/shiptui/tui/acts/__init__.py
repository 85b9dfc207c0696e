"""What each key does, by screen: tables from a key's id to a function of the screen."""
