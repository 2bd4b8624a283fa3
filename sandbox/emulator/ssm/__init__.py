"""Extensions of AWS Systems Manager."""
