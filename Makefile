# What this repository can do; `make help` lists it. Each target works in a fresh clone with Python 3.11 or newer.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

##@ See it

.PHONY: help
help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} \
		/^##@ / {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z0-9-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: demo
demo: $(READY) ## Govern and scan seven repositories on a local control plane and stand-ins, follow a rename, repair a drift
	@$(BIN)/python -m tests.demo

.PHONY: bench
bench: $(READY) ## Measure requests, reaction and memory against their targets
	@$(BIN)/python -m tests.bench

##@ Check it

.PHONY: ci
ci: lint typecheck conformance migration-smoke openapi-gate test security-audit ## Everything that a pull request has to pass

.PHONY: lint
lint: $(READY) ## Lint, formatting, import contracts, workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	PYTHONPATH=operator $(BIN)/lint-imports --no-logo
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/zizmor --offline --quiet .github

.PHONY: typecheck
typecheck: $(READY) ## Strict types
	$(BIN)/mypy

.PHONY: conformance
conformance: $(READY) ## This repository against the standard that it judges others by
	$(BIN)/backendrepo check .

.PHONY: openapi-gate
openapi-gate: $(READY) ## The CRDs' OpenAPI schemas: as the code says, and taken by a real API server
	$(BIN)/backendrepo generate --check
	$(BIN)/python -m pytest tests/api -q

.PHONY: test
test: $(READY) ## The whole suite with the coverage gate; the first run builds a control plane (about six minutes)
	$(BIN)/python -m pytest -n auto --maxprocesses=4 --dist worksteal --cov --cov-report=term

.PHONY: e2e
e2e: $(READY) ## The image on a real node (kubelet, containerd, runc); skipped, with the reason, where this machine has none
	@tests/node/install.sh
	BACKENDREPO_NODE=$${BACKENDREPO_NODE:-try} $(BIN)/python -m pytest tests/e2e_node

.PHONY: security-audit
security-audit: $(READY) ## Known vulnerabilities in what is locked; needs a network that reaches the advisories
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --progress-spinner=off \
		--requirement requirements/runtime.txt --requirement requirements/dev.txt \
		|| { echo "Not clean. Above is a vulnerability, or what no advisory service could be asked about." >&2; exit 1; }

.PHONY: migration-smoke
migration-smoke: $(READY) ## No database: what was stored under each released CRD version stays readable
	$(BIN)/python -m pytest tests/test_packaging.py -m migration -q

##@ Work on it

.PHONY: format
format: $(READY) ## Format the code and fix what can be fixed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: generate
generate: $(READY) ## Write crds/ and the reference pages of docs/ from the code
	$(BIN)/backendrepo generate

.PHONY: migration-apply
migration-apply: ## Apply the CRDs to the cluster of the current kubectl context, and wait until it serves them
	@echo "Applying crds/ to the context $$(kubectl config current-context)"
	kubectl apply --server-side -f crds/
	kubectl wait --for=condition=Established --timeout=60s -f crds/

.PHONY: lock
lock: $(READY) ## Write the hashed locks anew from pyproject.toml, everything at its newest version
	$(BIN)/uv pip compile pyproject.toml $(LOCK) --output-file requirements/runtime.txt
	$(BIN)/uv pip compile pyproject.toml $(LOCK) --output-file requirements/dev.txt --group dev

# One lock for Python 3.11 and newer and for every platform, with the hashes of all files of a version.
LOCK := --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" --no-config --quiet

.PHONY: hooks
hooks: $(READY) ## Check formatting, lint and types before each push
	$(BIN)/pre-commit install

.PHONY: clean
clean: ## Remove what the targets made; the built control plane stays in ~/.cache/backendrepo
	rm -rf $(VENV) output .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(READY): requirements/dev.txt
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not here; say which Python: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; say which: make PYTHON=python3.12 …")'
	@echo "Installing the locked dependencies into $(VENV) (about a minute)"
	@$(PYTHON) -m venv --clear $(VENV)
	@# The lock is complete, so nothing is resolved: an older pip would look past it once a newer release of an extra is out.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements/dev.txt
	@$(BIN)/python -m pip check --disable-pip-version-check >/dev/null || { $(BIN)/python -m pip check; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
