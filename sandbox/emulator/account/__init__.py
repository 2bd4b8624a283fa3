"""Extensions of AWS Account Management."""
