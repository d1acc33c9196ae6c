"""The cookie by which a paired screen is known again after it was switched off."""

from datetime import timedelta

from litestar.datastructures import Cookie

from portal.routes.frame.visitors import (
    AnyRequest,
    house_of,
    screen_cookie_name,
    visitor_of,
)
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


def renewed_cookies(request: AnyRequest) -> list[Cookie]:
    """The screen's cookie with its days counted anew; nothing for anybody else."""
    house = house_of(request)
    token = request.cookies.get(screen_cookie_name(house.settings), "")
    return [screen_cookie(house, token)] if visitor_of(request).screen else []
