# Everything that a person does with the project. Each target installs what it needs and is quick when nothing is to be done.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Where the load generators of `make bench` are (C sources: mqttload.c, seqcount.c, common.h).
LOAD_GENERATORS ?= ../shared/load

# What `make simulate` runs: so many seeds from the first one on, or one seed with all that happens in it.
SEEDS ?= 1000
FIRST ?= 1

.PHONY: simulate mutants help demo demo-up demo-down demo-offline build release web test test-release test-faults fuzz lint format bench clean packages

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

packages:
	@deploy/setup/packages.sh build servers

build: packages ## Build the three programs (debug)
	@deploy/setup/build.sh debug

release: packages ## Build the three programs (release, static Swift runtime)
	@deploy/setup/build.sh release

web: packages ## Fetch the console's browser libraries, pinned and checked
	@python3 web/vendor.py

demo: packages ## A plant on this machine: broker, database, hub, agent, six machines; Ctrl-C ends it
	@python3 deploy/demo/demo.py run

demo-up: packages ## The same, in the background; returns when all is ready
	@python3 deploy/demo/demo.py up

demo-down: ## End it; the data stays
	@python3 deploy/demo/demo.py down

demo-offline: ## While it runs: cut the agent off, overheat a machine, bring the hub back, check what arrived
	@python3 deploy/demo/demo.py offline

test: packages ## All tests, on real servers that they start themselves
	@Tests/run.sh

test-release: ## The quick part of the real faults on the release build: what is optimised is what is shipped
	@deploy/setup/packages.sh build servers faults
	@for product in millwright millwright-agent millwright-hub; do deploy/setup/build.sh release --product "$$product"; done
	@python3 Tests/Faults/run.py --quick --programs .build/release

# Which scenarios of the fault suite (all), their seed (the time), and how many kills.
SCENARIO ?=
SEED ?=
KILLS ?=

test-faults: build ## Real faults on real processes: kills, bad networks, full disks, damage, clocks, copies, a week's backlog
	@deploy/setup/packages.sh servers faults
	@deploy/setup/build.sh release --product BacklogMaker
	@python3 Tests/Faults/run.py --scenario "$(SCENARIO)" $(if $(SEED),--seed $(SEED)) $(if $(KILLS),--kills $(KILLS))

# How long each decoder is fuzzed, and which (all).
SECONDS ?= 60
DECODER ?=

fuzz: packages ## Fuzz every decoder for SECONDS each
	@Tests/Fuzz/run.sh "$(SECONDS)" "$(DECODER)"

simulate: packages ## Worlds of agents and a hub with every fault, by seed: SEEDS=n, FIRST=k, or SEED=k for one with a trace
	@swift build -c release --product Simulate --scratch-path .build/simulate
	@.build/simulate/release/Simulate $(if $(SEED),seed $(SEED),seeds $(FIRST) $(SEEDS))

mutants: packages ## Plant each bug in turn and see in how many seeds the simulator finds it
	@MILLWRIGHT_MUTANTS=1 swift build -c release --product Simulate --scratch-path .build/mutants
	@.build/mutants/release/Simulate mutants $(SEEDS)

lint: ## Formatting and house rules
	@swift format lint --strict --recursive --parallel $$(git ls-files '*.swift' | grep -v '\.pb\.swift$$')
	@python3 -m compileall -q deploy web Tests >/dev/null

format: ## Format the Swift sources
	@swift format --in-place --recursive --parallel $$(git ls-files '*.swift' | grep -v '\.pb\.swift$$')

# Where the folders of CSV files are whose bytes on the wire `make bench` measures.
BENCH_DATA ?= ../shared/data

bench: release ## Measure against named peers; results in docs/benchmarks.md
	@deploy/setup/packages.sh bench
	@python3 Tests/Benchmarks/bench.py --load-generators $(LOAD_GENERATORS) $(if $(wildcard $(BENCH_DATA)),--data $(BENCH_DATA))

clean: demo-down ## Remove what was built and the demo's data
	@rm -rf .build .local web/vendor
