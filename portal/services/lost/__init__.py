"""Lost leads: confirmed twice by different people, filed to the office (lost.*)."""

KIND = "lost"

__all__ = ["KIND"]
