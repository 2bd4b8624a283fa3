"""Runs one script of an ``aws:executeScript`` step, and tells its result as Automation does."""

import importlib
import json
import os
import sys
import traceback


def run(message):
    # In place of this file's own folder, which is first.
    sys.path[0] = os.getcwd()
    try:
        handler = getattr(importlib.import_module("customer_script"), message["handler"])
        payload = handler(message["events"], {})
        json.dumps(payload)
        return {"payload": payload}
    except Exception as error:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "customer_script" in frame.filename]
        lines = "".join(traceback.format_list(frames))
        return {"fault": f"Traceback (most recent call last):\n{lines}\n{type(error).__name__} - {error}"}


def main():
    message = json.loads(sys.stdin.buffer.read())
    answer = run(message)
    with open(message["result"], "w", encoding="utf-8") as file:
        json.dump(answer, file)


if __name__ == "__main__":
    main()
