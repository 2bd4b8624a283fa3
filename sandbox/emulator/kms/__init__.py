"""Extensions of AWS KMS."""
