"""The description of the API: complete, and not for everybody."""

import json

from portal.routes.frame.guards import handlers


def test_the_schema_is_shown_to_whoever_may_use_the_api(program, browser_client):
    assert browser_client().get("/schema").status_code == 401
    assert program("owners_committee").get("/schema").status_code == 403
    answer = program("receptionist").get("/schema")
    assert answer.status_code == 200
    document = answer.json()
    assert document["openapi"].startswith("3.1")
    assert document["security"] == [{"token": []}]


def test_every_route_of_the_api_is_described_with_what_can_go_wrong(program, app):
    document = program("receptionist").get("/schema").json()
    # A signed delivery has the sender's own shape: the page of its key describes it.
    served = {
        path
        for path, handler in handlers(app)
        if path.startswith("/api") and not handler.opt.get("signed")
    }
    described = document["paths"]
    assert len(described) == len(served)
    for path, operations in described.items():
        for operation in operations.values():
            assert {"401", "403", "404", "409", "422"} <= set(operation["responses"]), (
                path
            )
    lead = described["/api/leads"]["post"]["requestBody"]["content"]
    name = lead["application/json"]["schema"]["$ref"].rpartition("/")[2]
    fields = document["components"]["schemas"][name]["properties"]
    assert {"client_name", "estimated_amount", "claims"} <= set(fields)
    assert "Struct" not in json.dumps(fields)


def test_requests_are_counted_by_route_and_not_by_address(program, browser_client):
    program("customer_manager").get("/api/decisions/not-an-id")
    program("customer_manager").get("/api/designers")
    figures = browser_client().get("/metrics").text
    assert 'route="/api/designers"' in figures
    assert "not-an-id" not in figures
