import fnmatch

from botocore.config import Config

#: Remediations come in numbers, and AWS throttles.
RETRIES = Config(retries={"mode": "standard", "max_attempts": 8})


def change(message, **outputs):
    """The decision that something is done."""
    return {"Decision": "Change", "Message": message, **outputs}


def leave(message, **outputs):
    """The decision that nothing is done, which is a success: what cannot be done is an error."""
    return {"Decision": "Leave", "Message": message, **outputs}


def is_dry_run(events):
    return str(events.get("DryRun")).lower() == "true"


def tags_of(listed):
    return {tag["Key"]: tag.get("Value") for tag in listed or []}


def exemption_of(names, tags, events):
    """Why the resource is left alone, or None. It may be named by its ID, name or ARN; * stands for any characters."""
    for pattern in events.get("ExemptResources") or []:
        if any(fnmatch.fnmatchcase(name, pattern) for name in names if name):
            return f"it is exempt by name ({pattern})"
    tag = events.get("ExemptTag")
    if tag and tag in tags:
        return f"it is exempt by its tag {tag}"
    return None
