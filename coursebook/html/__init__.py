"""Pieces of the course as accessible HTML."""
