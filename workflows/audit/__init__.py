"""What an auditor may want to look at: pure functions from what the journal holds to cases, never to people's scores."""
