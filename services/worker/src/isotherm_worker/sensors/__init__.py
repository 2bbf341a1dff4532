"""What is learned about sensors from their stored readings: intervals, plausible suspects."""
