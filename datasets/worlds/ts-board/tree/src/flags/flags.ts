import { hasFile, readJson } from "../files.ts";

export type Flag = { stage: "rollout" | "done" | "dropped"; on: boolean; since: string; note: string };

export type Flags = { on: (name: string) => boolean };

const REGISTERED: Record<string, Flag> = readJson("config/flags.json");

/** The flags of a tenant; null: as registered. Asking for one that is not registered raises. */
export function flagsOf(tenant: string | null): Flags {
  const path = `config/tenants/${tenant}.json`;
  const own: Record<string, boolean> = tenant !== null && hasFile(path) ? (readJson(path).flags ?? {}) : {};
  for (const name of Object.keys(own)) known(name);
  return { on: (name) => own[name] ?? known(name).on };
}

function known(name: string): Flag {
  if (!Object.hasOwn(REGISTERED, name)) throw new RangeError(`flag ${name} is not registered`);
  return REGISTERED[name];
}
