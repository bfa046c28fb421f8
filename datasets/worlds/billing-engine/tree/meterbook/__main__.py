import sys

from meterbook.cli import main

sys.exit(main())
