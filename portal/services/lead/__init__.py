"""Leads: whose they are, how they move on, and the contracts they end in."""
