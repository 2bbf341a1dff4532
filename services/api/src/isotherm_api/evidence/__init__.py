"""What the name of a channel says about the numbers that it sends."""
