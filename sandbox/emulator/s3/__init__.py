"""Extensions of Amazon S3."""
