"""Lost leads: the list, the form, the page, the next step, the print."""

from portal.routes.case_pages import Kind, case_pages
from portal.services.lost import KIND
from portal.services.lost.printing import print_page

ROUTES = case_pages(
    Kind(
        name=KIND,
        base="/lost",
        read="lost.read",
        create="lost.open",
        sheet="lost/print.html",
        make_sheet=print_page,
    )
)
