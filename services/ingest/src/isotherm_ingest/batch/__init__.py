"""What travels from stage to stage: elements, rows, columns, and the counts of a batch."""
