"""Extensions of Amazon CloudWatch Logs."""
