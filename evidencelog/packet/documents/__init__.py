"""The papers of a packet, built from blocks."""
