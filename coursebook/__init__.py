"""Course books and LMS packages from one source of MyST Markdown, notebooks and YAML."""

__version__ = "0.1.0"
