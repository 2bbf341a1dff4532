"""`python -m isotherm_ingest` is `isotherm-ingest`."""

from isotherm_ingest.main import main

main()
