"""What ingest is compared with; README.md says what each is and whose advice it follows."""
