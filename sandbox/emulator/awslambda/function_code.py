"""A function's code, unpacked once for each content."""

import hashlib
import io
import shutil
import tempfile
import threading
import zipfile
from pathlib import Path

from ..shutdown import before_end
from .runtimes import FOLDER, Runtime

_lock = threading.Lock()
_folder: Path | None = None


def unpack(code: bytes, runtime: Runtime) -> Path:
    """The folder of the code. Above it lies what the runtime brings along, where Node.js looks for packages next."""
    with _lock:
        target = _root() / hashlib.sha256(code).hexdigest()
        task = target / "task"
        if not task.exists():
            target.mkdir(exist_ok=True)
            if runtime.node_modules and not (target / "node_modules").exists():
                (target / "node_modules").symlink_to(runtime.node_modules.resolve(), target_is_directory=True)
            draft = target / "draft"
            with zipfile.ZipFile(io.BytesIO(code)) as archive:
                archive.extractall(draft)
                names = archive.namelist()
            _add_response_module(draft, names)
            draft.rename(task)
        return task


def _add_response_module(folder: Path, names: list[str]) -> None:
    """Inline code finds a module that answers CloudFormation; packages bring their own.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/cfn-lambda-function-code-cfnresponsemodule.html
    """
    if names == ["index.js"]:
        (folder / "node_modules").mkdir(exist_ok=True)
        shutil.copy(FOLDER / "cfn-response.cjs", folder / "node_modules" / "cfn-response.js")
    if names == ["index.py"]:
        shutil.copy(FOLDER / "cfnresponse.py", folder / "cfnresponse.py")


def folder_of_functions() -> Path:
    """Holds everything of functions that is on disk, and goes with the process."""
    with _lock:
        return _root()


def _root() -> Path:
    global _folder
    if _folder is None:
        made = Path(tempfile.mkdtemp(prefix="emulator-lambda-"))
        before_end(lambda: shutil.rmtree(made, ignore_errors=True))
        _folder = made
    return _folder
