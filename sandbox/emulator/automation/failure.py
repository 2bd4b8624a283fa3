"""Failures of a step, in the words of Automation."""

#: How every message of a failed step ends.
GUIDE = "Please refer to Automation Service Troubleshooting Guide for more diagnosis details."

RESOLVING = "validating and resolving the step inputs"
CALLING = "Execute/Cancelling action"
POLLING = "Poll action status for completion"


class StepFailure(Exception):
    """What made a step fail.

    ``kind`` is a failure type of https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_FailureDetails.html
    """

    def __init__(self, doing: str, reason: str, kind: str = "Action", status: str = "Failed") -> None:
        super().__init__(f"Step fails when it is {doing}. {reason}. {GUIDE}")
        self.reason = reason
        self.kind = kind
        self.status = status
        self.stage = "InputValidation" if doing == RESOLVING else "Invocation"
