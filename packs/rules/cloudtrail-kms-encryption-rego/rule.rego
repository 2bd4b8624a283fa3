# CIS AWS Foundations 2.7. Without a key of KMS, S3 encrypts with a key of its own.
package rule

default compliant := false

compliant if {
	encrypted
	not other_key
}

annotation := "The trail has no KMS key." if not encrypted

annotation := sprintf("The trail uses another KMS key: %s", [input.configuration.kmsKeyId]) if other_key

encrypted if input.configuration.kmsKeyId != ""

other_key if {
	encrypted
	input.configuration.kmsKeyId != input.parameters.kmsKeyArn
}
