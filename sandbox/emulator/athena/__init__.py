"""Extensions of Athena."""
