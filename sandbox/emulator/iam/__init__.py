"""Extensions of IAM."""
