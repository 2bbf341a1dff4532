"""What changes, told as it happens."""
