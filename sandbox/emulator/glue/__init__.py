"""Extensions of Glue."""
