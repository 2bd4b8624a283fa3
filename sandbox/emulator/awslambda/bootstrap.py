"""Runs one invocation of a Python handler, as Lambda's own runtime does.

https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html
"""

import importlib
import json
import os
import sys
import threading
import time
import traceback


class Context:
    def __init__(self, given):
        self.aws_request_id = given["awsRequestId"]
        self.function_name = given["functionName"]
        self.function_version = given["functionVersion"]
        self.invoked_function_arn = given["invokedFunctionArn"]
        self.log_group_name = given["logGroupName"]
        self.log_stream_name = given["awsRequestId"]
        self.memory_limit_in_mb = given["memoryLimitInMB"]
        self._deadline = given["deadline"]

    def get_remaining_time_in_millis(self):
        return max(0, round((self._deadline - time.time()) * 1000))


def end_with_input():
    # The input closes with the emulator, however that ends, and then nobody is left to answer to.
    while os.read(0, 4096):
        pass
    os._exit(1)


def load(task, name):
    module, _, function = name.rpartition(".")
    # In place of this file's own folder, which is first.
    sys.path[0] = task
    try:
        loaded = importlib.import_module(module.replace("/", "."))
    except Exception as error:
        return fault("Runtime.ImportModuleError", f"Unable to import module '{module}': {error}")
    if not hasattr(loaded, function):
        return fault("Runtime.HandlerNotFound", f"Handler '{function}' missing on module '{module}'")
    return getattr(loaded, function)


def fault(kind, message):
    return {"errorType": kind, "errorMessage": message, "stackTrace": []}


def invoke(message):
    handler = load(message["task"], message["handler"])
    if isinstance(handler, dict):
        return {"failed": True, "payload": handler}
    try:
        payload = handler(message["event"], Context(message["context"]))
        json.dumps(payload)
        return {"failed": False, "payload": payload}
    except Exception as error:
        trace = traceback.format_tb(error.__traceback__)[1:]
        return {"failed": True, "payload": {**fault(type(error).__name__, str(error)), "stackTrace": trace}}


def main():
    # Unbuffered, because the watcher below goes on reading where this line ends.
    line = b""
    while not line.endswith(b"\n"):
        line += os.read(0, 1)
    message = json.loads(line)
    threading.Thread(target=end_with_input, daemon=True).start()
    answer = invoke(message)
    if answer["failed"]:
        print(f"[ERROR] {answer['payload']['errorType']}: {answer['payload']['errorMessage']}")
    sys.stdout.flush()
    draft = message["result"] + ".draft"
    with open(draft, "w", encoding="utf-8") as file:
        json.dump(answer, file)
    os.replace(draft, message["result"])
    os._exit(0)


main()
