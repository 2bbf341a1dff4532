"""The series benchmark: how long people wait for history, from query to drawn graph."""
