"""Who has which role at a site."""
