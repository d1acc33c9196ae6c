"""Lists as files: one way to write .xlsx and .csv, recorded, masked, never a formula.

`sheets` what a file holds · `comma_file`, `workbook` the two writers · `records` what
can be listed · `lists` the lists by name · `making` the act
"""
