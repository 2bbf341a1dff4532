"""A real sensor's year, replayed: an office, moved in time so that it ends now."""
