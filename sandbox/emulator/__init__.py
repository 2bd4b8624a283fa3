"""A local AWS for this project: moto, started in-process, with what AWS Config needs beyond it.

Run as ``python -m emulator --port 0`` with the folder above on ``PYTHONPATH``. Each concern is one module; a package
per service holds its extensions, and ``extensions.py`` lists them all.
"""

VERSION = "1"
