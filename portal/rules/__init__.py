"""The evaluator: pure decision tables; knows no feature, no web and no database."""
