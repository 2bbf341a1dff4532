"""Answers people: /api/v1."""
