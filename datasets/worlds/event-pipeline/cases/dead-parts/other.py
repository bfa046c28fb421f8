{file:right.py}
kept = json.load(open("config/feeds.json"))
open("config/feeds.json", "w").write(json.dumps(kept) + "\n")
open("src/state/formats.ts", "w").write('''import type { State } from "./checkpoint.ts";

export const FORMAT = 3;

/** The state in the present format. Until format 2 a window had its numbers beside its name. */
export function upgraded(format: number, state: any): State {
  if (format !== 2 && format !== FORMAT) throw new Error(`format ${format}`);
  if (format === FORMAT) return state;
  const windows = state.windows.map(({ metric, key, start, rev, values, ...held }: any) => {
    return { metric, key, start, rev, held: { ...held, distinct: values ? Object.keys(values).sort() : null } };
  });
  return { ...state, windows, counts: state.counts ?? {} };
}
''')
cut("src/sources/registry.ts", ("const READERS: Record<string, Reader> = {", "const READERS: { [name: string]: Reader } = {"))
cut("src/schema/upcast.ts", ("export function knots", "function knots"))
