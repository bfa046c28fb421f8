import { hasFile, readJson } from "../files.ts";
import type { Flags } from "../flags/flags.ts";
import type { Board } from "../model/types.ts";
import { can } from "../permissions/roles.ts";
import { COMMANDS, type Spec, type Ui } from "./commands.ts";
import { normal, type Platform } from "./normal.ts";

export type Command = Spec & { name: string };

/** Bindings by context; null takes a binding of an earlier layer away. */
export type Layer = Record<string, Record<string, string | null>>;

/** The contexts in which a key is looked for, the innermost first. */
export const OUTER: Record<string, string[]> = {
  global: ["global"],
  board: ["board", "global"],
  card: ["card", "board", "global"],
  editor: ["editor"],
  dialog: ["dialog", "global"],
};

export type Keymap = Map<string, Map<string, string>>;

export type Reader = { platform: Platform; locale: string; tenant: string | null };

/** All bindings that hold for a reader: defaults, platform, language, tenant, in this order. */
export function keymapOf(reader: Reader, own: Layer = {}): Keymap {
  const language = reader.locale.split("-")[0];
  const names = ["default", reader.platform, `language/${language}`, `tenant/${reader.tenant}`];
  const layers = names.map((name) => `config/keys/${name}.json`).filter(hasFile).map((path) => readJson<Layer>(path));
  return [...layers, own].reduce((map, layer) => laid(map, layer, reader.platform), new Map() as Keymap);
}

function laid(map: Keymap, layer: Layer, platform: Platform): Keymap {
  for (const [context, bindings] of Object.entries(layer)) {
    const own = map.get(context) ?? new Map<string, string>();
    for (const [key, command] of Object.entries(bindings)) {
      if (command === null) own.delete(normal(key, platform));
      else own.set(normal(key, platform), command);
    }
    map.set(context, own);
  }
  return map;
}

export type Situation = { context: string; board: Board; user: string; ui: Ui; flags: Flags };

/** Can the command be carried out now? One that cannot does not hide those of outer contexts. */
export function ready(name: string, now: Situation): boolean {
  const spec = COMMANDS[name];
  if (!spec) return false;
  if (spec.flag && !now.flags.on(spec.flag)) return false;
  if (spec.needsFocus && now.ui.focus === null) return false;
  return !spec.permission || can(now.board, now.user, spec.permission, now.ui.focus ?? undefined);
}

/** The command that a key starts, "wait" when it begins a longer one, or null. */
export function resolve(map: Keymap, pressed: string, now: Situation): string | null {
  for (const context of OUTER[now.context] ?? []) {
    const own = map.get(context);
    if (!own) continue;
    const name = own.get(pressed);
    if (name !== undefined && ready(name, now)) return name;
    const begins = [...own].some(([key, command]) => key.startsWith(`${pressed} `) && ready(command, now));
    if (begins) return "wait";
  }
  return null;
}

/** Type keys one after another: what each sequence starts. An unknown sequence is forgotten. */
export function type(map: Keymap, keys: string[], now: Situation): string[] {
  const started: string[] = [];
  let pressed = "";
  for (const key of keys) {
    pressed = pressed === "" ? key : `${pressed} ${key}`;
    const found = resolve(map, pressed, now);
    if (found === "wait") continue;
    if (found !== null) started.push(found);
    pressed = "";
  }
  return started;
}
