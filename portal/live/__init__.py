"""Live events: what an act changed is told to every open page of the site.

`announce` writes it in the act's transaction, `Hub` tells the pages of this process,
a feed brings what other processes wrote. An event is a topic and a version, never
data: the page asks again for what it shows.
"""

from portal.live.announcing import announce, latest_of
from portal.live.changes import Changes
from portal.live.feeds import Feed, feed_for
from portal.live.hub import Hub
from portal.live.stopping import ending_with_the_process

__all__ = [
    "Changes",
    "Feed",
    "Hub",
    "announce",
    "ending_with_the_process",
    "feed_for",
    "latest_of",
]
