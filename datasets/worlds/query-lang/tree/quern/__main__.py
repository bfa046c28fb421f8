import sys

from quern.cli import main

sys.exit(main(sys.argv[1:]))
