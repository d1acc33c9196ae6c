"""Sites, staff, roles, grades, absences, accounts, log-ins and tokens."""

from portal.services.people.accounts import (
    add_account,
    add_account_with_hash,
    choose_language,
    close_account,
    end_sessions,
    set_password,
)
from portal.services.people.house import add_site, site_of, the_house
from portal.services.people.login import LoginAnswer, log_in, log_out
from portal.services.people.posts import (
    cancel_away,
    end_role,
    give_role,
    set_away,
    set_grade,
)
from portal.services.people.staff import add_staff, end_employment, find_staff
from portal.services.people.tokens import NewToken, create_token, revoke_token

__all__ = [
    "LoginAnswer",
    "NewToken",
    "add_account",
    "add_account_with_hash",
    "add_site",
    "add_staff",
    "cancel_away",
    "choose_language",
    "close_account",
    "create_token",
    "end_employment",
    "end_role",
    "end_sessions",
    "find_staff",
    "give_role",
    "log_in",
    "log_out",
    "revoke_token",
    "set_away",
    "set_grade",
    "set_password",
    "site_of",
    "the_house",
]
