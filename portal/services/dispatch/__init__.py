"""Dispatch: who may be given a lead, offers and their answers, the board."""
