"""The real parts as tests want them: fresh, quick to make, gone afterwards."""
