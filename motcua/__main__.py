"""``python -m motcua`` and the ``motcua`` command."""

import sys

from motcua.cli.entry import main

if __name__ == "__main__":
    sys.exit(main())
