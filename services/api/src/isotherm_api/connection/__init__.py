"""A connection of the HTTP server, before it is a request."""
