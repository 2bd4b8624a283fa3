"""Extensions of Amazon EC2."""
