"""`python -m portal` is the same as `portal`."""

import sys

from portal.cli import main

sys.exit(main())
