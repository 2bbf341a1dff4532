"""What changed, offered to every open stream: knows no HTTP."""
