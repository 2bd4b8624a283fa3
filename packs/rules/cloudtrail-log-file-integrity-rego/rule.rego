# CIS AWS Foundations 2.2. An organization's trail is judged in every member, as its own would be.
package rule

default compliant := false

compliant if input.configuration.logFileValidationEnabled

annotation := "Log file validation is off: a changed log file would not be noticed." if not compliant
