"""How each runtime of AWS Lambda is run on this machine.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
"""

import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent

_node: str | None = None
_node_modules: Path | None = None


@dataclass(frozen=True)
class Runtime:
    #: The program and its first argument, which loads the handler.
    command: list[str]
    #: A folder of packages that the runtime brings along, to be linked as ``node_modules``.
    node_modules: Path | None


class UnsupportedRuntime(Exception):
    """A function that cannot be run; the message is for whoever invoked it."""


def set_node(program: str | None, node_modules: str | None) -> None:
    global _node, _node_modules
    _node = program
    _node_modules = Path(node_modules) if node_modules else None


def find_runtime(identifier: str) -> Runtime:
    """Raises UnsupportedRuntime. The version is that of the machine's Node.js or Python, whichever is asked for."""
    if identifier.startswith("nodejs"):
        if _node is None:
            raise UnsupportedRuntime("The emulator was started without a Node.js (--node) to run functions with.")
        # Functions must not see deprecations that Lambda's own Node.js does not print.
        return Runtime([_node, "--no-deprecation", str(FOLDER / "bootstrap.mjs")], _node_modules)
    if identifier.startswith("python3"):
        # The emulator's own environment, because it has boto3, as Lambda's runtime does.
        return Runtime([sys.executable, "-B", "-s", str(FOLDER / "bootstrap.py")], None)
    raise UnsupportedRuntime(f"The emulator runs functions for Node.js and Python only, not for {identifier!r}.")
