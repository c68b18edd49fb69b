"""Noto Sans SC as data: `fonts/` holds a regular and a bold TTF, and their licence."""
