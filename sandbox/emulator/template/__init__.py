"""Conformance pack templates: reading, checking and resolving them as AWS CloudFormation does."""
