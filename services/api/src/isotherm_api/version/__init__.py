"""The version of the API that answers."""
