"""CloudFormation: stacks that are deployed as AWS deploys them, and stack sets across an organization."""
