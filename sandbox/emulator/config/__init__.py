"""Extensions of AWS Config."""
