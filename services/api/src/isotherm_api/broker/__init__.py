"""The broker: where devices connect, and how far its accounts are what the database says."""
