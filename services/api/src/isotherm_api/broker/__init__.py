"""The broker: where devices connect, and where its accounts differ from the database."""
