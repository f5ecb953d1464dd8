"""What is kept in the database: organisations, people, cases and their journal."""
