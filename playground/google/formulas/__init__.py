"""Formulas: read, worked out, and kept right when rows and columns move."""
