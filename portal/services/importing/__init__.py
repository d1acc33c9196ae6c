"""Files taken in whole: read apart, shown before they act, undone together.

`uploading` a file becomes a draft · `mapping` which column means what · `looking` what
the rows say · `taking_in`, `undoing` the two acts · `phone_lists` the market's numbers
"""
