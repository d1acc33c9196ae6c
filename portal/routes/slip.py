"""Transfer slips: the list, the form, the page, the next step, the print."""

from portal.routes.case_pages import Kind, case_pages
from portal.services.slip import KIND
from portal.services.slip.printing import print_page

ROUTES = case_pages(
    Kind(
        name=KIND,
        base="/slips",
        read="slip.read",
        create="slip.create",
        sheet="slip/print.html",
        make_sheet=print_page,
    )
)
