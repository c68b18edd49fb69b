"""Builds the JSON of a course: the program that test_build.py kills."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from coursebook.cli import main

    words = ["build", "--format", "json", "--as-of", "2026-11-23"]
    sys.exit(main(words, root=Path(sys.argv[1])))
