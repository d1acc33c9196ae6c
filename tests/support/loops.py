"""Runs a coroutine beside whatever loop the test's own thread may have."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def run_apart(story):
    """Its result. A browser that was driven before leaves a loop in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, story).result()
