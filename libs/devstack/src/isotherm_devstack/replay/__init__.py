"""The replay of a real office sensor's year, shifted in time so that it ends now."""
