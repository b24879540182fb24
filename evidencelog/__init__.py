"""evidencelog: records contacts by debt collectors, checks them against dated law, exports evidence packets."""

__version__ = "0.1.0"
