"""What a range says in a few numbers."""
