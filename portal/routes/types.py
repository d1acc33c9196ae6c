"""What the app hands to handlers, and the few ways they answer.

    @post("/leads/{lead_id:uuid}/claims", guards=[may("lead.claim")],
          sync_to_thread=True)
    def add_claim(lead_id: FromPath[UUID], act: ActDep, form: FormDep) -> Answer:
        return done(act, lead.add_claim(act, lead_id, form), f"/leads/{lead_id}")

`ActDep`   who acts, in which house, with the request's key (use cases take it first)
`FormDep`  what was typed, as texts; services read and check it
`SENDS_BACK`  `opt` of a route whose form comes back with a sentence beside each field
`Answer`   a page or a way to one; `Json` for /api
"""

from typing import Annotated, Any

from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect, Response

from portal.routes.frame.acts import SENDS_BACK, Form
from portal.routes.frame.exact import answer, exact
from portal.routes.frame.guards import may, public
from portal.routes.frame.pages import Page
from portal.routes.frame.refusals import Refusal, done, refused
from portal.routes.frame.visitors import AnyRequest
from portal.services.house import House
from portal.services.use_case import Act

ActDep = NamedDependency[Act]
FormDep = NamedDependency[Form]
HouseDep = NamedDependency[House]
Answer = Response[Any]
Json = Response[Any]
PageNo = Annotated[int, QueryParameter(ge=1)]
SearchText = Annotated[str, QueryParameter(max_length=100)]
# `?state=`; a handler's own argument may not be called so in Litestar.
StateFilter = Annotated[str, QueryParameter(name="state", max_length=100)]

__all__ = [
    "SENDS_BACK",
    "ActDep",
    "Answer",
    "AnyRequest",
    "Form",
    "FormDep",
    "HouseDep",
    "Json",
    "Page",
    "PageNo",
    "Redirect",
    "Refusal",
    "SearchText",
    "StateFilter",
    "answer",
    "done",
    "exact",
    "may",
    "public",
    "refused",
]
