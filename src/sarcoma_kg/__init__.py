"""A knowledge graph of published sarcoma cases."""

__version__ = "0.1.0"
