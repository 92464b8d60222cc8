# WarrenMQ's commands. Each installs what it needs, by Debian's packages, Maven and npm.

MVN ?= mvn -B
ARGS ?=
FUZZ_FACTOR ?= 100
CRASH_FACTOR ?= 20

DIST := server/target/warrenmq
# Newer than all sources once the distribution is built.
BUILT := $(DIST)/lib/.built
# Folders too: they change when a file goes.
SOURCES := $(shell find pom.xml LICENSE */pom.xml */src/main examples .mvn -not -path 'examples/plugin-*' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run dist test look bench format fuzz crash-test differential clean tools

help: ## Say what there is.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(BUILT) ## Start a broker on ./data, building it first if need be. ARGS="--set KEY=VALUE" goes to it.
	@exec $(DIST)/bin/warren-server --data-dir data $(ARGS)

dist: $(BUILT) ## Build the distribution, server/target/warrenmq.

$(BUILT): $(SOURCES)
	@scripts/install-build-deps.sh
	@scripts/install-page-libraries.sh
	@echo "building the distribution ..."
	@$(MVN) -q -Pfast -DskipTests -pl server -am package
	@scripts/make-archive.sh $(DIST)
	@touch $@

test: tools ## Install what the tests need, build, check and test everything.
	@scripts/install-test-deps.sh
	$(MVN) verify

look: tools ## Use the management pages in Chromium, and keep pictures of all of them in server/target/pages/pictures.
	@scripts/install-test-deps.sh
	$(MVN) -q -pl server -am verify -Dtest=NoUnitTest -Dit.test=ManagementPagesIT -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dfailsafe.failIfNoSpecifiedTests=false -Dwarren.pages.views=wide-light,wide-dark,narrow-light,narrow-dark

bench: $(BUILT) ## Measure the broker beside its peers: docs/performance.md.
	@benchmarks/run.sh $(ARGS)

format: tools ## Format the sources.
	@$(MVN) -q spotless:apply

fuzz: tools ## Run the fuzz tests FUZZ_FACTOR (100) times as long as `make test` does.
	$(MVN) -Pfast,fuzz test -Dfuzz.factor=$(FUZZ_FACTOR)

crash-test: tools ## Kill and crash brokers CRASH_FACTOR (20) times as often as `make test` does.
	$(MVN) -Pfast -pl testkit -am test -Dtest=DurabilitySimTest,FileMetadataStoreSimTest -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dwarren.crash.seeds=$$(($(CRASH_FACTOR) * 2000)) -Dtest.timeout=24h -Dtest.forkSeconds=0
	$(MVN) -pl server -am verify -Dtest=NoUnitTest -Dit.test=KillIT -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dfailsafe.failIfNoSpecifiedTests=false -Dwarren.crash.kills=$$(($(CRASH_FACTOR) * 20)) -Dtest.forkSeconds=0

differential: $(BUILT) ## Play the same scenarios against WarrenMQ and RabbitMQ and show the differences.
	@scripts/differential.sh $(ARGS)

clean: ## Remove what was built. Leaves ./data alone.
	@rm -rf */target target

tools:
	@scripts/install-build-deps.sh
