"""Cut a release, and write its version wherever a file must repeat it."""
