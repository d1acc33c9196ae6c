"""Qiantai 前台: the counter, the dispatch board and the cases behind them."""
