"""Which kind of gate a command line is."""

import pytest
from tests.tools.lines import kinds, one

from backendrepo.tools.actions.commands import COMMANDS
from backendrepo.tools.actions.gates import GATES
from backendrepo.tools.actions.harmless import ACTIONS
from backendrepo.tools.table import BY_PROGRAM

KINDS = {
    "workflow_lint": """
        actionlint
        actionlint -color .github/workflows/ci.yml
        zizmor .
        zizmor --persona pedantic .github/workflows
        uvx zizmor@1.20 .github
        check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/ci.yml
        check-jsonschema --schemafile https://json.schemastore.org/github-workflow.json .github/workflows/ci.yml
        docker run --rm -v "$PWD:/repo" -w /repo rhysd/actionlint:1.7.7 -color
        docker run --rm -v "$PWD:/repo" -w /repo rhysd/actionlint:latest
        ghalint run
    """,
    "lint": """
        ruff check
        ruff check .
        ruff check --fix src
        ruff --fix src
        python -m ruff check src tests
        uv run ruff check
        flake8
        python3 -m flake8 --max-line-length 100 app
        pylint src
        bandit -r src -c pyproject.toml
        vulture src
        hadolint Dockerfile
        yamllint .github/workflows
        semgrep ci
        semgrep scan --error --config auto
        golangci-lint run ./...
        npx eslint .
        lint-imports
        shellcheck scripts/run.sh
        cargo clippy -- -D warnings
        mvn -B checkstyle:check
        ./gradlew detekt
    """,
    "format": """
        ruff format --check
        ruff format --diff .
        black --check .
        black . --check --diff
        isort --check-only src
        isort -c .
        yapf --diff -r src
        autopep8 --exit-code -r .
        npx prettier --check .
        prettier -l src
        cargo fmt --check
        hatch fmt --check --formatter
        terraform fmt -check
        mvn spotless:check
    """,
    "typecheck": """
        mypy
        mypy src
        python -m mypy --strict -p app
        dmypy run -- src
        pyright
        basedpyright src
        pytype src
        pyre check
        ty check
        pyrefly check
        tsc --noEmit
        npx tsc -p tsconfig.json
        go build ./...
        cargo check
    """,
    "openapi": """
        backendrepo generate --check
        spectral lint openapi.yaml
        npx @stoplight/spectral-cli lint openapi.yaml
        redocly lint openapi.yaml
        schemathesis run openapi.json --url http://localhost:8000
        st run openapi.json
        openapi-spec-validator openapi.yaml
        python -m openapi_spec_validator openapi.yaml
        oasdiff breaking old.yaml new.yaml --fail-on ERR
        docker run --rm -t tufin/oasdiff breaking a.yaml b.yaml --fail-on ERR
        vacuum lint openapi.yaml
        dredd api.yaml http://localhost:3000
        buf breaking --against .git
        python scripts/openapi_gate.py
        python scripts/export_openapi.py --check
        python manage.py spectacular --file schema.yml --validate
        git diff --exit-code docs/openapi.json
    """,
    "test": """
        pytest
        python -m pytest tests/unit -q
        uv run pytest -n auto
        poetry run pytest -x
        py.test
        coverage run -m pytest
        coverage run --source=app --branch -m pytest tests
        coverage run -p manage.py test
        python -m coverage run --rcfile x -m unittest discover
        python -m unittest discover -s tests
        python -m unittest
        nose2
        python manage.py test
        ./manage.py test --parallel 4 app
        django-admin test
        behave
        go test ./...
        npx jest
        vitest run
        node --test
        mvn -B verify
        ./gradlew test
        cargo test
        dotnet test
        docker compose run --rm web pytest
    """,
    "coverage": """
        coverage report
        coverage report --fail-under=99
        python -m coverage xml
        diff-cover coverage.xml --fail-under=80
        python scripts/coverage_gate.py
        nyc check-coverage --lines 90
    """,
    "vulnerability_scan": """
        pip-audit
        python -m pip_audit -r requirements.txt
        pip-audit --strict --ignore-vuln GHSA-1 .
        safety check -r requirements.txt
        safety scan
        uv audit
        osv-scanner scan source -r .
        osv-scanner --lockfile=poetry.lock
        trivy fs --exit-code 1 .
        trivy image --exit-code=1 app:latest
        grype dir:. --fail-on high
        npm audit
        yarn npm audit
        pnpm audit --prod
        govulncheck ./...
        cargo audit
        snyk test
        docker scout cves --exit-code app
        python scripts/dependency_health_check.py
    """,
    "docker_build": """
        docker build .
        docker build -t app:1 -f docker/Dockerfile .
        docker buildx build --load -t app .
        docker image build app
        docker compose build
        docker compose -f dev.yml up -d --build
        docker-compose build web
        podman build -t app .
        buildah bud -f Containerfile .
        /kaniko/executor --dockerfile Dockerfile --context . --no-push
        depot build -t app .
        docker buildx bake
    """,
    "migration_smoke": """
        alembic check
        alembic upgrade head --sql
        alembic heads
        alembic -c db/alembic.ini history
        alembic downgrade base
        python manage.py makemigrations --check --dry-run
        python manage.py migrate --check
        awx-manage makemigrations --check
        flyway validate
        liquibase validate
        goose -dir migrations validate
        sqitch verify
        python scripts/migration_contract_check.py --mode alembic-sql
        python scripts/check_migrations.py
        bash ./scripts/migration-smoke.sh
    """,
    "migration_apply": """
        kubectl apply --server-side -f crds/
        alembic upgrade head
        python -m alembic -c db/alembic.ini upgrade head
        flask db upgrade
        python manage.py migrate
        python manage.py migrate --noinput
        flyway -url=jdbc:postgresql://db migrate
        liquibase update
        dbmate up
        migrate -path migrations -database postgres://x up
        goose -dir migrations postgres "dsn" up
        sqitch deploy
        python scripts/postgres_migrate.py --target all
        python scripts/apply_migrations.py
    """,
}
LINES = [(line.strip(), kind) for kind, lines in KINDS.items() for line in lines.strip().splitlines()]

NONE = """
    kubectl apply -f deploy/
    kubectl apply --dry-run=server -f crds/
    backendrepo generate
    echo pytest
    which ruff
    command -v mypy
    pip install pytest ruff mypy
    uv pip install -r requirements.txt
    ruff --version
    ruff version
    ruff clean
    ruff rule E501
    ruff check --show-files
    ruff format
    ruff format .
    black .
    black --version
    isort .
    prettier --write .
    autoflake --in-place -r src
    pytest --help
    pytest --version
    pytest --collect-only
    pytest --co -q
    pytest --fixtures
    mypy --version
    pyright --createstub requests
    coverage erase
    coverage combine
    codecov
    docker push app
    docker run app
    docker compose up -d
    docker build --check .
    alembic revision --autogenerate -m x
    alembic stamp head
    python manage.py makemigrations
    python manage.py runserver
    python manage.py showmigrations
    npm audit fix
    npm ci
    trivy config .
    trivy fs --scanners secret --exit-code 1 .
    trivy --version
    pip-audit --dry-run
    go list ./...
    go test -list . ./...
    gofmt -l .
    tsc --init
    git diff --exit-code
    git diff --exit-code src
    git diff --stat openapi.json
    check-jsonschema --schemafile schema.json data.json
    python scripts/export_openapi.py
    python scripts/generate_coverage_badge.py
    python scripts/dependency_health_check.py --skip-audit
    python scripts/report.py
    python -c "import pytest"
    mvn -B clean
    mvn -B verify -DskipTests
    ./gradlew build -x test
    ./gradlew clean
    goose -dir migrations postgres dsn status
    squid
"""


@pytest.mark.parametrize(("line", "kind"), LINES)
def test_a_command_line_is_a_gate_of_its_kind(line, kind):
    assert kind in kinds(line)


@pytest.mark.parametrize("line", [line.strip() for line in NONE.strip().splitlines()])
def test_what_tells_changes_or_installs_is_no_gate(line):
    assert kinds(line) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("go vet ./...", ["typecheck", "lint"]),
        ("biome ci", ["lint", "format"]),
        ("hatch fmt --check", ["lint", "format"]),
        ("ruff check && ruff format --check", ["lint", "format"]),
        ("pytest --cov=app --cov-fail-under=99", ["test", "coverage"]),
    ],
)
def test_one_command_line_can_be_several_gates(line, found):
    assert kinds(line) == found


@pytest.mark.parametrize(
    ("line", "aspect"),
    [
        ("ruff check", ""),
        ("ruff check --select ALL", ""),
        ("ruff check --select=E9,F63", "E9,F63"),
        ("ruff check --extend-select I", ""),
        ("flake8 . --select=E9,F63,F7,F82 --show-source", "E9,F63,F7,F82"),
        ("pylint --enable=useless-suppression src", ""),
        ("pylint --disable=all --enable=unused-import src", "unused-import"),
        ("pylint -E src", "errors"),
        ("bandit -r src", "security"),
        ("isort -c .", "import order"),
        ("codespell", "spelling"),
    ],
)
def test_a_linter_of_one_aspect_says_which(line, aspect):
    assert one(line).aspect == aspect


def test_the_tool_goes_by_its_own_name_and_language():
    use = one("uv run --frozen python -m ruff check src")
    assert (use.tool, use.language) == ("ruff check", "python")


@pytest.mark.parametrize(
    ("line", "framework"),
    [
        ("alembic upgrade head", "Alembic"),
        ("./manage.py migrate", "Django"),
        ("python scripts/check_migrations.py", ""),
    ],
)
def test_a_migration_says_whose_it_is_where_that_is_known(line, framework):
    assert one(line).framework == framework


def test_a_tool_is_in_the_table_once_for_each_kind():
    rows = [(name, kind, tool) for tools in BY_PROGRAM.values() for tool, name in tools for kind in tool.kinds]
    keys = [(name, kind, tool.needs, tool.never, tool.more) for name, kind, tool in rows]
    assert len(keys) == len(set(keys))


def test_an_action_is_in_one_table():
    tables = [{name for action in GATES for name in action.names.split(", ")}, set(COMMANDS), ACTIONS]
    assert len(set().union(*tables)) == sum(map(len, tables))
