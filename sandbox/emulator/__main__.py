"""Command line: binds loopback, prints one JSON line with the address, serves until it is told to end."""

import argparse
import json
import os
import signal
import sys
import threading
from typing import NoReturn

from .shutdown import end

LOOPBACK = "127.0.0.1"


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="emulator", description="A local AWS, in memory, on loopback only.")
    parser.add_argument("--port", type=int, default=0, help="0 (default) takes a free port")
    parser.add_argument(
        "--end-with-stdin",
        action="store_true",
        help="end when standard input closes, which it does however the parent dies",
    )
    parser.add_argument(
        "--rollout-seconds",
        type=float,
        default=0.3,
        help="how long packs are in progress (default 0.3)",
    )
    parser.add_argument("--node", help="the Node.js that runs functions of AWS Lambda (default: none can run)")
    parser.add_argument("--node-modules", help="a node_modules folder whose packages, as the AWS SDK's, functions find")
    return parser.parse_args()


def end_with_stdin() -> None:
    while os.read(0, 4096):
        pass
    end()


def terminate(_signal: int, _frame: object) -> NoReturn:
    end()


def main() -> None:
    arguments = parse_arguments()
    signal.signal(signal.SIGTERM, terminate)
    signal.signal(signal.SIGINT, terminate)
    if arguments.end_with_stdin:
        threading.Thread(target=end_with_stdin, daemon=True).start()

    # moto reads its settings while it is imported, and the account of a request must come from the request.
    os.environ.pop("MOTO_ACCOUNT_ID", None)
    # No page in a browser has any business here.
    os.environ["MOTO_DISABLE_GLOBAL_CORS"] = "true"

    from .awslambda.runtimes import set_node
    from .rollout import set_rollout_seconds
    from .server import bind

    set_rollout_seconds(arguments.rollout_seconds)
    set_node(arguments.node, arguments.node_modules)

    try:
        server = bind(LOOPBACK, arguments.port)
    except (OSError, SystemExit):
        sys.exit(f"Port {arguments.port} of {LOOPBACK} is taken; choose another, or 0 for a free one.")

    # The port is known to moto's own calls to itself only through its environment.
    os.environ["MOTO_PORT"] = str(server.server_port)
    ready = {"endpoint": f"http://{LOOPBACK}:{server.server_port}", "port": server.server_port, "pid": os.getpid()}
    print(json.dumps(ready), flush=True)
    # The reader of that line may be gone before the first request: nothing may be written to its pipe again.
    os.dup2(2, 1)
    server.serve_forever()


if __name__ == "__main__":
    main()
