import type { State } from "./checkpoint.ts";

export const FORMAT = 3;

/** From a format of checkpoints to the next one (docs/checkpoints.md). */
const UPGRADES: Record<number, (state: any) => any> = {
  1: (state) => ({ ...state, positions: byLine(state.offsets), offsets: undefined, alerts: {} }),
  2: (state) => ({ ...state, windows: state.windows.map(withHeld), counts: state.counts ?? {} }),
};

/** The state in the present format. Throws when the format is not known. */
export function upgraded(format: number, state: any): State {
  if (!(format >= 1 && format <= FORMAT)) throw new Error(`format ${format}`);
  let now = state;
  for (let at = format; at < FORMAT; at += 1) now = UPGRADES[at](now);
  return now;
}

/** Format 1 wrote positions as "000012.seg:340". */
function byLine(offsets: Record<string, string>): Record<string, { segment: string; line: number }> {
  const entries = Object.entries(offsets).map(([source, text]) => {
    const [segment, line] = text.split(":");
    return [source, { segment, line: Number(line) }] as const;
  });
  return Object.fromEntries(entries);
}

/** Until format 2 a window had its numbers beside its name, and the values of `distinct` as a map. */
function withHeld({ metric, key, start, rev, n, sum, min, max, last, values }: any): any {
  const distinct = values ? Object.keys(values).sort() : null;
  return { metric, key, start, rev, held: { n, sum, min, max, last, distinct } };
}
