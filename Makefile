# The verbs, the same on a laptop and in CI. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin
# tests wait more than they compute; each worker has a PostgreSQL server
PARALLEL := -n $(shell cores=$$(getconf _NPROCESSORS_ONLN); echo $$((cores < 5 ? cores + 1 : 6))) --dist loadgroup
STACK := $(BIN)/isotherm-stack
RELEASES := PYTHONPATH=releases $(BIN)/python -m isotherm_releases
UNIT_TESTS = $(wildcard libs/*/tests/unit services/*/tests/unit charts/*/tests/unit) bench tests/images tests/releases/unit
# what starts a whole system waits more than it computes: beside the others it fills the cores
SIDE_BY_SIDE := $(BIN)/python -m isotherm_devstack.testing.side_by_side
NPM := $(BIN)/npm --prefix frontend --silent run
TEST_PYTHON := $(BIN)/pytest $(PARALLEL)
TEST_FRONTEND := $(NPM) test
TEST_ATTACKS := $(BIN)/pytest tests/attacks
TEST_E2E := $(BIN)/pytest tests/e2e
# where containers set it, each process that a test starts would compile all it imports again
unexport PYTHONDONTWRITEBYTECODE
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
  --no-annotate --no-header $(foreach each,isotherm isotherm-devstack isotherm-ingest \
  isotherm-worker isotherm-api isotherm-dashboards,--no-emit-package $(each)) \
  $(if $(filter-out 0,$(UPGRADE)),--upgrade --exclude-newer "7 days")
# an image's lock is part of the workspace's
COMPILE_IMAGE := $(COMPILE) --constraint requirements.lock --output-file
SHELL_SCRIPTS := libs/devstack/bootstrap.sh .ci/run charts/images/*.sh charts/isotherm/files/*.sh charts/isotherm/files/*/*.sh k8s/*.sh .github/scripts/*.sh
ACTIONLINT_VERSION := v1.7.12
ACTIONLINT := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/isotherm/actionlint-$(ACTIONLINT_VERSION)/actionlint
DOCKERFILES := services/*/Dockerfile libs/*/Dockerfile frontend/Dockerfile charts/images/*/Dockerfile k8s/dev/*.Dockerfile

.PHONY: help
help: ## List the verbs
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  \033[1mmake %-13s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: environment packages programs
environment:
	@libs/devstack/bootstrap.sh
packages: environment ## Install what linters and unit tests need, also .venv/bin/pytest
	@$(STACK) prepare
programs: environment
	@$(STACK) prepare --tests
	@$(RELEASES) prepare

.PHONY: up down reset
up: environment ## Run the whole system; DETACH=1 returns once it is up, EMPTY=1 leaves out the demo, OBSERVE=1 adds Prometheus
	@$(STACK) up $(if $(filter-out 0,$(DETACH)),--detach) $(if $(filter-out 0,$(EMPTY)),--empty) \
	  $(if $(filter-out 0,$(OBSERVE)),--observe)

down: environment ## Stop what `up` started; the data stays
	@$(STACK) down

reset: environment ## Stop, and clear the data
	@$(STACK) reset

.PHONY: test
test: check programs ## Check, then run every test: unit, integration, pages, end to end, attacks
	@$(SIDE_BY_SIDE) "$(TEST_PYTHON)" "$(TEST_ATTACKS)" + "$(TEST_FRONTEND)" "$(TEST_E2E)"

.PHONY: test-unit
test-unit: packages ## Run only the unit tests, of Python and of the pages
	@# those of the pages are one process, which takes longest where it has to share its core
	@$(SIDE_BY_SIDE) "nice $(TEST_PYTHON) $(UNIT_TESTS)" "$(TEST_FRONTEND)"

.PHONY: test-python
test-python: programs ## Run the Python tests without end-to-end tests and attacks; ONLY="libs tests/chart" runs a part
	@$(TEST_PYTHON) $(ONLY)

.PHONY: test-frontend
test-frontend: packages ## Run the tests of the pages
	@$(TEST_FRONTEND)

.PHONY: e2e
e2e: programs ## Run the end-to-end tests alone, with the real browser; ONLY=tests/e2e/test_graph.py runs a part
	@$(if $(ONLY),$(BIN)/pytest $(ONLY),$(TEST_E2E))

.PHONY: attacks
attacks: programs ## Attack a whole stack of its own
	@$(TEST_ATTACKS)

.PHONY: e2e-cluster
e2e-cluster: packages ## Install the chart into the cluster of kubectl's context and try its life; ONLY, IMAGE_REGISTRY, IMAGE_TAG
	@$(BIN)/pytest $(or $(ONLY),tests/cluster) -p no:randomly --timeout 1800 $(E2E)

.PHONY: soak
soak: programs ## Run the tests that know short and full counts, such as faults and attacks, in full
	@failed=0; \
	$(BIN)/pytest services/ingest/tests/faults --soak --timeout 1800 || failed=1; \
	$(BIN)/pytest tests/attacks --soak --timeout 1800 || failed=1; \
	$(BIN)/pytest libs/shared/tests/integration/backup --soak --timeout 1800 || failed=1; \
	$(BIN)/pytest services/api/tests/integration/devices/test_pages.py --soak || failed=1; \
	exit $$failed

.PHONY: check check-python check-frontend check-github
check: packages ## Run linters, types and import contracts
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check-python check-frontend check-github

check-python:
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/shellcheck $(SHELL_SCRIPTS)
	@$(BIN)/hadolint $(DOCKERFILES)

check-frontend:
	@$(NPM) check

check-github: $(ACTIONLINT)
	@findings=$$($(BIN)/zizmor . --collect workflows actions dependabot --strict-collection --offline \
	  --pedantic --quiet 2>&1) || { echo "$$findings"; exit 1; }
	@if [ -x $(ACTIONLINT) ]; then $(ACTIONLINT) -shellcheck $(BIN)/shellcheck -pyflakes=; fi

# PyPI has no package of it that contains the program; as with Helm, a laptop without Go leaves it to CI
$(ACTIONLINT):
	@GOBIN=$(@D) go install github.com/rhysd/actionlint/cmd/actionlint@$(ACTIONLINT_VERSION) \
	  || { echo "actionlint is not run: it takes Go 1.25 to build it" >&2; [ -z "$$CI" ]; }

.PHONY: generate
generate: packages ## Regenerate generated files, in seconds: OpenAPI, types and routes of the pages, references, dashboards, changelog
	@document=$$($(BIN)/python -m isotherm_api.openapi) && printf '%s\n' "$$document" > services/api/openapi.json
	@$(NPM) api:generate
	@$(BIN)/python charts/values_reference.py
	@$(BIN)/python -m isotherm_dashboards
	@$(BIN)/python docs/metrics_reference.py
	@$(BIN)/python docs/reasons_reference.py
	@PYTHONPATH=releases $(BIN)/python -m isotherm_releases.changelog

.PHONY: fix
fix: generate ## Regenerate generated files, and fix what linters can fix
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format --quiet
	@$(NPM) lint -- --fix
	@$(NPM) format

.PHONY: lock
lock: environment ## Lock Python packages, of the workspace and of each image; UPGRADE=1 takes those a week old
	@$(COMPILE) --all-extras --group dev --output-file requirements.lock \
	  pyproject.toml libs/*/pyproject.toml services/*/pyproject.toml charts/*/pyproject.toml
	@$(MAKE) --no-print-directory lock-images

.PHONY: lock-images
lock-images: environment
	@$(COMPILE_IMAGE) charts/images/build.lock --group images
	@$(COMPILE_IMAGE) libs/devstack/requirements.lock --group libs/devstack/pyproject.toml:simulator
	@$(COMPILE_IMAGE) libs/shared/requirements.lock libs/shared/pyproject.toml --all-extras
	@for each in services/*/; do \
	  $(COMPILE_IMAGE) $${each}requirements.lock $${each}pyproject.toml || exit 1; \
	done

.PHONY: images
images: ## Build the images; ONLY="api worker" TAG=… REGISTRY=… BUILDER=docker|podman|buildah TWICE=1 ARGS=--help
	@PYTHONPATH=charts/images python3 -m isotherm_images $(if $(ONLY),--only "$(ONLY)") \
	  $(if $(TAG),--tag $(TAG)) $(if $(REGISTRY),--registry $(REGISTRY)) \
	  $(if $(BUILDER),--builder $(BUILDER)) $(if $(filter-out 0,$(TWICE)),--twice) $(ARGS)

.PHONY: images-released
images-released: ## Pull the last release's images, or build them from its commit; ONLY, REGISTRY and BUILDER as above
	@PYTHONPATH=charts/images:releases python3 -m isotherm_releases.images $(if $(ONLY),--only "$(ONLY)") \
	  $(if $(REGISTRY),--registry $(REGISTRY)) $(if $(BUILDER),--builder $(BUILDER))

.PHONY: kind
kind: environment ## Create a cluster on this machine for `tilt up`: kind, and a registry (k8s/README.md)
	@k8s/cluster.sh up

.PHONY: release
release: environment ## Cut the release that HEAD is, or begin the next version: NEXT=1.2.0
	@$(RELEASES) $(if $(NEXT),version $(NEXT),cut)

.PHONY: bench
bench: bench-ingest bench-traces bench-series ## Measure everything

.PHONY: bench-ingest
bench-ingest: programs ## Measure ingest beside its peers, about 15 minutes; BENCH="--only …" tries a part
	@$(BIN)/python -m bench ingest $(BENCH)

.PHONY: bench-traces
bench-traces: programs ## Measure what traces cost ingest, about 10 minutes; BENCH="--rounds 1 …" tries it out
	@$(BIN)/python -m bench traces $(BENCH)

.PHONY: bench-series
bench-series: programs ## Measure history, live and pages, about 15 minutes; BENCH="--days 30 …" tries it out
	@$(BIN)/python -m bench series $(BENCH)
