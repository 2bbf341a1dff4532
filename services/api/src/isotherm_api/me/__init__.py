"""Who is signed in, and how they like to see temperatures and times."""
