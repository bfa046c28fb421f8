/**
 * A custom router for claude-code-router: asks /decide which model serves a virtual one.
 *
 * CUSTOM_ROUTER_PATH names this file; its settings are `AutoRouting` in the same config.json. It
 * needs Node alone, never throws for a request, and returns null for any model but a virtual one,
 * so that claude-code-router's own rules apply.
 */
"use strict";

const { question, weighed } = require("./question.js");

const VIRTUAL = ["kilo-auto/efficient", "claude-kilo-auto-efficient"];
// As in the gateway: failures in a row, the pause then, and /decide's time beyond the deadline.
const MOST_FAILURES = 5, PAUSE_MS = 5000, GRACE_MS = 20, DEADLINE_MS = 2000;
const MOST_ASKED = 3.5 * 2 ** 20, MOST_ANSWER = 1e6, MOST_REASON = 200;
const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
// Budgets from which claude-code-router makes an effort: none, low, medium, high.
const BUDGETS = { none: 0, minimal: 1024, low: 1024, medium: 8192 }, MOST_BUDGET = 16384;
const NOTHING = { tokens: 0, kinds: [] };
// claude-code-router 3 loads this file again for each request.
const breaker = (globalThis[Symbol.for("auto-routing.breaker")] ??= { failures: 0, retryAt: 0 });

module.exports = async function autoRouting(req, config) {
  const settings = config.AutoRouting ?? {};
  if (!(settings.virtualModels ?? VIRTUAL).includes(req.body?.model)) return null;
  const broken = (error) => fallback(settings, NOTHING, `internal_error: ${error.name}`);
  const choice = await chosen(req, config, settings).catch(broken);
  if (choice === null) {
    req.log?.error("auto-routing: AutoRouting.fallbacks in config.json: name a route or more");
    return null;
  }
  setEffort(req.body, choice, config);
  req.log?.info({ autoRouting: choice }, "auto-routing");
  return choice.route;
};

async function chosen(req, config, settings) {
  const size = weighed(req);
  const answer = await ask(settings, question(req, settings, size, deadline(settings)));
  if (answer.failed) return fallback(settings, size, answer.failed);
  const cost = { costUsd: answer.cost, costKnown: answer.costKnown ?? true };
  const instead = (why) => withCost(fallback(settings, size, why), cost);
  if (!answer.decision) return instead(`decide_null: ${answer.reason}`);
  const { model, reasoningEffort: effort } = answer.decision;
  if (settings.deniedModels?.includes(model) || model.startsWith("kilo-auto/")) {
    return instead("decide_model_not_allowed");
  }
  const route = settings.models?.[model] ?? `${settings.provider},${model}`;
  if (!served(route, config)) return instead("decide_model_not_deployed");
  return { route, model, effort, source: "benchmark", reason: answer.reason, ...cost };
}

const deadline = (settings) => settings.deadlineMs ?? DEADLINE_MS;
const withCost = (choice, cost) => choice && { ...choice, ...cost };

/** Return whether a provider of config.json lists the model of "provider,model". */
function served(route, config) {
  const at = route.indexOf(",");
  const provider = (config.Providers ?? []).find((each) => each.name === route.slice(0, at));
  return provider?.models?.includes(route.slice(at + 1)) ?? false;
}

/** Return the first fallback that takes the request's pictures and size, else the largest. */
function fallback(settings, { tokens, kinds }, reason) {
  const all = Array.isArray(settings.fallbacks) ? settings.fallbacks.filter((f) => f?.route) : [];
  const takes = (f) =>
    tokens <= (f.contextLength ?? Infinity) &&
    kinds.every((kind) => (f.inputModalities ?? ["text"]).includes(kind));
  const size = (f) => f.contextLength ?? 0;
  const fitting = all.find(takes);
  const found = fitting ?? all.reduce((a, b) => (a && size(a) >= size(b) ? a : b), null);
  if (!found) return null;
  const { route, reasoningEffort: effort = null } = found;
  const model = route.slice(route.indexOf(",") + 1);
  const why = fitting ? reason : `${reason}, no_fallback_fits`;
  return { route, model, effort, source: "fallback", reason: why };
}

/** Return the answer of /decide, or `failed` with the reason. */
async function ask(settings, asked) {
  if (!settings.decideUrl || !settings.decideSecret) return { failed: "decide_not_configured" };
  const body = JSON.stringify(asked);
  if (Buffer.byteLength(body) > MOST_ASKED) return { failed: "request_too_large" };
  if (breaker.failures >= MOST_FAILURES) {
    if (Date.now() < breaker.retryAt) return { failed: "decide_breaker_open" };
    breaker.retryAt = Date.now() + PAUSE_MS;
  }
  const answer = await posted(settings, body);
  breaker.failures = answer.failed ? breaker.failures + 1 : 0;
  if (answer.failed) breaker.retryAt = Date.now() + PAUSE_MS;
  return answer;
}

async function posted(settings, body) {
  const signal = AbortSignal.timeout(deadline(settings) + GRACE_MS);
  const authorization = `Bearer ${settings.decideSecret}`;
  const headers = { "content-type": "application/json", authorization };
  try {
    const options = { method: "POST", headers, body, signal, redirect: "manual" };
    const answer = await fetch(settings.decideUrl, options);
    if (answer.status === 200) return read(await text(answer));
    await answer.body?.cancel();
    return { failed: `decide_status_${answer.status}` };
  } catch (error) {
    return { failed: signal.aborted ? "decide_timeout" : `decide_unreachable: ${error.name}` };
  }
}

async function text(answer) {
  const parts = [];
  let size = 0;
  for await (const part of answer.body) {
    parts.push(part);
    if ((size += part.length) > MOST_ANSWER) break;
  }
  return Buffer.concat(parts).toString();
}

/** Return what /decide said, or `failed` when it is not in its form. */
function read(said) {
  const failed = { failed: "decide_malformed" };
  try {
    const { decision, reason, cost, costKnown } = JSON.parse(said);
    if (typeof reason !== "string" || typeof cost !== "number" || !fits(decision)) return failed;
    return { decision, reason: reason.slice(0, MOST_REASON), cost, costKnown };
  } catch {
    return failed;
  }
}

function fits(decision) {
  if (decision === null) return true;
  const { model, reasoningEffort: effort } = decision;
  const named = typeof model === "string" && model.trim() !== "";
  return named && (effort === null || EFFORTS.includes(effort));
}

/** Name the effort: as Anthropic's API does, else by the budget that becomes one. */
function setEffort(body, { route, effort }, config) {
  if (effort === null) return;
  const name = route.slice(0, route.indexOf(","));
  const provider = (config.Providers ?? []).find((each) => each.name === name);
  if (JSON.stringify(provider?.transformer?.use ?? []).includes('"Anthropic"')) {
    body.output_config = { ...body.output_config, effort };
  } else {
    const budget = BUDGETS[effort] ?? MOST_BUDGET;
    body.thinking = { type: effort === "none" ? "disabled" : "enabled", budget_tokens: budget };
  }
}
