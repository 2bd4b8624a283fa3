"""Extensions of AWS Organizations."""
