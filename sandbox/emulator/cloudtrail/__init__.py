"""Extensions of AWS CloudTrail."""
