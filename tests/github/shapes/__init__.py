"""State as GitHub's JSON. `api` is the base URL of the request, so that links lead back here."""
