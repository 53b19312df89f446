"""The organisation of the demo: six repositories, each in another state."""

from tests.github.standin import GitHub

GOVERN = {"administration": "write", "contents": "write", "metadata": "read"}


def found(github: GitHub) -> str:
    """Make the organisation; return the operator's token."""
    conformant = github.add_repository("acme/payments-api", allow_merge_commit=False, allow_rebase_merge=False)
    conformant.allow_auto_merge = True
    conformant.protect(
        checks=[{"context": name, "app_id": 15368} for name in ("lint", "test")],
        strict=True,
        reviews={},
        enforce_admins=True,
        required_linear_history=True,
    )
    github.add_repository("acme/orders-api")  # unprotected
    github.add_repository("acme/ledger-api").protect(
        reviews={"required_approving_review_count": 3, "require_code_owner_reviews": True},
        enforce_admins=True,
        lock_branch=True,
    )
    github.add_repository("acme/reports-api", archived=True)
    github.add_repository("acme/billing-api")
    github.rename("acme/billing-api", "acme/invoices-api")
    github.add_repository("acme/vault-api")
    reachable = ["payments-api", "orders-api", "ledger-api", "reports-api", "invoices-api"]
    return str(github.add_token("bot", permissions=GOVERN, repositories=[f"acme/{name}" for name in reachable]))
