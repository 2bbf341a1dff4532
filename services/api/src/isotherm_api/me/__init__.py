"""Who is signed in, and their preferences."""
