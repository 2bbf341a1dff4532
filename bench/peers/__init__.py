"""The programs that ingest is compared with; README.md says whose advice each follows."""
