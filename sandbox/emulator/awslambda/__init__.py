"""AWS Lambda: functions run as processes of this machine, not in containers."""
