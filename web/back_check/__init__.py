"""The back-check of old paper dossiers in bulk: judged without being recorded, with the article, the paper to look at and the remedy."""
