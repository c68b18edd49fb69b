"""Builds the courses of this folder: `python build_course.py --help`."""

import sys
from pathlib import Path

from coursebook.cli import main

if __name__ == "__main__":
    sys.exit(main(root=Path(__file__).resolve().parent))
