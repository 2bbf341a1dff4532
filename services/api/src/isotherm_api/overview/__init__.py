"""Every sensor a caller sees, as columns; and the last day of those on their screen."""
