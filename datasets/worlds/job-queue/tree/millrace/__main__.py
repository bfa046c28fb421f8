import sys

from millrace.admin.cli import main

sys.exit(main())
