"""Commands of migration frameworks: those that verify, and those that apply to a database.

`alembic upgrade head` is an apply alone: whether its database is a scratch one is seen in no command line.
"""

from collections.abc import Iterator

from backendrepo.tools.call import Call
from backendrepo.tools.tool import Tool
from backendrepo.tools.use import Kind, Use

SMOKE, APPLY = Kind.MIGRATION_SMOKE, Kind.MIGRATION_APPLY

_LOADS = "it fails only where the chain cannot be loaded"
_ALEMBIC = "-x -n --name --tag --rev-range -r -d --directory"
_MANAGE = ("manage.py", "django-admin", "django")
_DJANGO = "--settings --pythonpath -v --verbosity --database -n --name"


def _tool(names: str, kind: Kind, framework: str, **more: str) -> Tool:
    return Tool(names, kind, operands="", framework=framework, **more)  # type: ignore[arg-type]


def _alembic() -> Iterator[Tool]:
    for upgrade in ("alembic upgrade, alembic.config upgrade, flask db upgrade, db upgrade",):
        yield _tool(upgrade, APPLY, "Alembic", valued=_ALEMBIC, files="-c --config", never="--sql")
        yield _tool(upgrade, SMOKE, "Alembic", valued=_ALEMBIC, files="-c --config", needs="--sql")
    checks = "alembic check, flask db check, alembic downgrade, flask db downgrade"
    yield _tool(checks, SMOKE, "Alembic", valued=_ALEMBIC, files="-c --config")
    loads = "alembic heads, alembic history, alembic branches, alembic current, alembic show, flask db heads"
    yield _tool(loads, SMOKE, "Alembic", valued=_ALEMBIC, files="-c --config", remark=_LOADS)


def _django() -> Iterator[Tool]:
    migrate = ", ".join(f"{program} migrate" for program in _MANAGE)
    yield _tool(migrate, APPLY, "Django", valued=_DJANGO, never="--check --plan")
    yield _tool(migrate, SMOKE, "Django", valued=_DJANGO, needs="--check")
    made = ", ".join(f"{program} makemigrations" for program in _MANAGE)
    yield _tool(made, SMOKE, "Django", valued=_DJANGO, needs="--check")
    lint = ", ".join(f"{program} lintmigrations" for program in _MANAGE)
    yield _tool(lint, SMOKE, "Django", valued=_DJANGO)


def _others() -> Iterator[Tool]:
    flyway = "-url -user -password -locations -configFiles -schemas"
    yield _tool("flyway migrate", APPLY, "Flyway", valued=flyway)
    yield _tool("flyway validate, flyway check", SMOKE, "Flyway", valued=flyway)
    liquibase = "--changelog-file --changeLogFile --url --username --password --defaults-file --log-level --classpath"
    yield _tool("liquibase update, liquibase updateTestingRollback", APPLY, "Liquibase", valued=liquibase)
    yield _tool(
        "liquibase validate, liquibase update-sql, liquibase updateSQL, liquibase update-testing-rollback, "
        "liquibase checks run",
        SMOKE,
        "Liquibase",
        valued=liquibase,
    )
    dbmate = "-u --url -d --migrations-dir -s --schema-file -e --env --env-file --wait-timeout"
    yield _tool("dbmate up, dbmate migrate", APPLY, "dbmate", valued=dbmate)
    yield _tool("dbmate status", SMOKE, "dbmate", valued=dbmate, fails_with="--exit-code")
    yield Tool(
        "migrate up, migrate goto",
        APPLY,
        valued="--path --database --source --lock-timeout --prefetch",
        framework="golang-migrate",
        operands="",
        single=True,
    )
    yield Tool("goose validate", SMOKE, valued="--dir --table", framework="goose", operands="", single=True)
    yield _tool("sqitch deploy", APPLY, "sqitch", valued="-t --target --to -h --db-name")
    yield _tool("sqitch verify, sqitch check", SMOKE, "sqitch", valued="-t --target --to --from")
    yield _tool("yoyo apply", APPLY, "yoyo", valued="-d --database -m --match -r --revision")
    yield _tool("aerich upgrade", APPLY, "Aerich", valued="-c --config --app")
    yield _tool("atlas migrate apply", APPLY, "Atlas", valued="--url -u --dir --env -c")
    yield _tool("atlas migrate lint, atlas migrate validate", SMOKE, "Atlas", valued="--dir --dev-url --env --latest")
    yield _tool("prisma migrate deploy", APPLY, "Prisma", valued="--schema")
    yield _tool("prisma migrate status, prisma validate", SMOKE, "Prisma", valued="--schema")
    yield _tool("squawk", SMOKE, "", valued="--exclude -e --config -c --reporter", never="init")


def _goose_up(use: Use, call: Call) -> Iterator[Use]:
    """Yield an apply of Goose, whose driver and database stand before the command."""
    if {"up", "up-by-one", "up-to"} & set(call.operands):
        yield use


GOOSE = Tool("goose", APPLY, valued="--dir --table", framework="goose", operands="", single=True, more=_goose_up)


def _crds(use: Use, call: Call) -> Iterator[Use]:
    """Yield an apply of CRDs, the schema of what an operator stores."""
    if any("crd" in path.lower() for path in use.files):
        yield use


KUBECTL = Tool(
    "kubectl apply, kubectl replace",
    APPLY,
    valued="-n --namespace -l --selector --context --kubeconfig --field-manager --dry-run",
    files="-f --filename -k --kustomize",
    framework="CRDs",
    operands="",
    never="--dry-run --dry-run=client --dry-run=server",
    more=_crds,
)

TOOLS = (*_alembic(), *_django(), *_others(), GOOSE, KUBECTL)
