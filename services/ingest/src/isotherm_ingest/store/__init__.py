"""Write a batch to the database in one transaction."""
