"""The cookie by which a paired screen is known again after it was switched off."""

from datetime import timedelta

from litestar.datastructures import Cookie

from portal.routes.frame.visitors import screen_cookie_name
from portal.services.house import House
from portal.services.sessions import limit


def screen_cookie(house: House, token: str) -> Cookie:
    """The screen's token for as long as a browser keeps one, counted from now."""
    days = timedelta(days=limit(house, None, "screen_cookie_days"))
    return Cookie(
        key=screen_cookie_name(house.settings),
        value=token,
        path="/",
        max_age=int(days.total_seconds()),
        secure=house.settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
