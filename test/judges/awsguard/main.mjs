import { AwsGuard } from "@pulumi/awsguard";

// Advisory, so that one run tells everything: what is found is held against exceptions.yaml.
new AwsGuard({ all: "advisory" });
