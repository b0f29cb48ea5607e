"""Whitecell: the engine for political-military tabletop exercises."""

__version__ = "0.1.0"
