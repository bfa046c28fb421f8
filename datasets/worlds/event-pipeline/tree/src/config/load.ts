import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Misuse } from "../errors.ts";
import { parseYaml } from "./yaml.ts";
import { checked, type Config } from "./check.ts";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export function readJson(path: string): any {
  return JSON.parse(readFileSync(ROOT + path, "utf8"));
}

export function readYaml(path: string): any {
  return parseYaml(readFileSync(ROOT + path, "utf8"));
}

/** base.yaml, then <env>.yaml over it, then ESTUARY_ variables over both. */
export function loadConfig(env: string, variables: Record<string, string | undefined> = {}): Config {
  if (!existsSync(`${ROOT}config/${env}.yaml`) || env === "base") throw new Misuse(`no environment: ${env}`);
  const merged = merge(readYaml("config/base.yaml"), readYaml(`config/${env}.yaml`));
  const full = { ...merge(merged, fromVariables(variables, merged)), env };
  return checked({ ...full, metrics: readYaml(`config/${full.metricsFile}`).metrics });
}

/** Maps are merged key by key; everything else, lists too, is replaced. */
export function merge(under: any, over: any): any {
  if (!isMap(under) || !isMap(over)) return over === undefined ? under : over;
  const out = { ...under };
  for (const [name, value] of Object.entries(over)) out[name] = merge(under[name], value);
  return out;
}

function isMap(value: any): boolean {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** ESTUARY_DEDUPE__HORIZON=6h sets dedupe.horizon; the key has to exist. */
function fromVariables(variables: Record<string, string | undefined>, known: any): any {
  const out: any = {};
  for (const [name, text] of Object.entries(variables)) {
    if (!name.startsWith("ESTUARY_") || text === undefined || text === "") continue;
    let from = known;
    let to = out;
    const parts = name.slice("ESTUARY_".length).toLowerCase().split("__");
    parts.forEach((part, n) => {
      const key = Object.keys(from ?? {}).find((one) => one.toLowerCase() === part);
      if (key === undefined) throw new Misuse(`${name}: no such setting`);
      if (n === parts.length - 1) to[key] = parseYaml(`v: ${text}`).v;
      else to = to[key] ??= {};
      from = from[key];
    });
  }
  return out;
}
