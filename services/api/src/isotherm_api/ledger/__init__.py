"""The count that must balance."""
