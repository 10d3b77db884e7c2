# What people type. The work is in scripts/; each command sets up by itself what it needs, and is quick the second time.

.DEFAULT_GOAL := help
.PHONY: help demo test simulate model mutate outage cobrowse bench build size weigh fmt lint setup

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

demo: ## Shop page and agent desk, until Ctrl-C (DEMO_PORT=8080 EMULATOR_PORT=8081)
	@scripts/setup build
	@bash -c 'source scripts/tools.sh && exec node scripts/demo.mjs'

test: ## Every test, native and in the browser
	@scripts/setup
	@scripts/test $(PARTS)

simulate: ## The app under faults on many schedules (SEEDS=2000 FIRST_SEED=1; SEED=x replays one)
	@scripts/simulate

model: ## Every order of what can happen to an invitation, over two tabs (DEPTH=8)
	@scripts/model

mutate: ## Whether simulation and model notice what is broken on purpose (AGAIN=1 also where nothing changed)
	@scripts/mutate

outage: ## Many consumers after one outage (CONSUMERS=10000)
	@scripts/outage

cobrowse: build ## What a CoBrowse session costs: bytes, delay, main thread
	@scripts/setup test
	@scripts/cobrowse

bench: build ## What long conversations cost, beside a list by hand (MESSAGES=0,1000,10000 ROUNDS=100)
	@scripts/setup test
	@scripts/bench

build: ## The bundle for production, in dist/
	@scripts/setup build
	@scripts/trunk build --release

size: build ## What a page downloads, against size-budget.json
	@node scripts/size.mjs

weigh: build ## Which room of the widget, and which function, adds how much to that
	@node scripts/weigh.mjs

fmt: ## Check the formatting ("cargo fmt" repairs it)
	@cargo fmt --check

lint: ## Clippy for all targets, warnings denied
	@scripts/lint

setup: ## Fetch and build the tools only
	@scripts/setup
