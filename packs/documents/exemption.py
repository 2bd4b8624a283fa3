import fnmatch


def exemption_of(names, tags, events):
    """Why the resource is left alone, or None. Resources are named by ID, name or ARN; * stands for any characters."""
    for pattern in events.get("ExemptResources") or []:
        if any(fnmatch.fnmatchcase(name, pattern) for name in names if name):
            return f"it is exempt by name: {pattern}"
    tag = events.get("ExemptTag")
    if tag and tag in tags:
        return f"it is exempt by its tag {tag}"
    return None


def wants_dry_run(events):
    return str(events.get("DryRun")).lower() == "true"


def tags_of(listed):
    return {tag["Key"]: tag.get("Value") for tag in listed or []}
