"""Leads from other programs by signed deliveries: one hook a program.

`keys` how a delivery proves where it comes from · `paths` where our fields stand in its
body · `receiving` the act · `editing`, `pages` what the administrator does
"""
