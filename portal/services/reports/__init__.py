"""The desk's daily, weekly and monthly sheets, reckoned from the registers.

`spans` days, weeks, months · `measures` what is counted, each with its clause ·
`tally` the counting · `page`, `rows` what is shown · `owing`, `submitting` the duty
(desk.reports.daily-weekly-monthly)
"""
