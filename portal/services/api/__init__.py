"""The records of the house as other programs read and write them (JSON)."""
