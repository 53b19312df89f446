"""Where packages come from, without what may be a credential in the address; by which names the public indexes go."""

NPM_HOST = "https://registry.npmjs.org/"
PYPI_HOSTS = ("https://pypi.org/", "https://pypi.python.org/", "https://files.pythonhosted.org/")


def index(address: str) -> str:
    """Return an index's scheme and host, empty for PyPI itself."""
    if not address or f"{address}/".startswith(PYPI_HOSTS):
        return ""
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0].rpartition('@')[2]}"[:200] if rest else "another index"
