import type { Files } from "../io/files.ts";
import type { Positions } from "../io/segments.ts";
import type { DedupeState } from "../stages/dedupe.ts";
import type { WatermarkState } from "../stages/watermark.ts";
import type { WindowState } from "../stages/windows.ts";
import type { AlertState } from "../stages/alerts.ts";
import { digest } from "../canonical.ts";
import { FORMAT, upgraded } from "./formats.ts";

const FOLDER = "state";

/** Everything that a run needs to go on. `lengths` are the bytes of each output at that moment. */
export interface State {
  positions: Positions;
  seen: number;
  watermark: WatermarkState;
  dedupe: DedupeState;
  windows: WindowState;
  alerts: AlertState;
  lengths: Record<string, number>;
  counts: Record<string, number>;
}

export interface Checkpoint {
  n: number;
  state: State;
}

export class Checkpoints {
  private readonly files: Files;
  private readonly keep: number;

  constructor(files: Files, keep: number) {
    this.files = files;
    this.keep = keep;
  }

  /** Writes the next checkpoint and removes those that are not kept. Returns its number. */
  save(state: State): number {
    const n = (this.numbers().at(-1) ?? 0) + 1;
    const name = nameOf(n);
    const text = JSON.stringify({ format: FORMAT, n, crc: digest(state), state });
    this.files.write(`${name}.tmp`, `${text}\n`);
    this.files.sync(`${name}.tmp`);
    this.files.rename(`${name}.tmp`, name);
    this.files.syncFolder(FOLDER);
    for (const old of this.numbers().slice(0, -this.keep)) this.files.remove(nameOf(old));
    return n;
  }

  /** The newest checkpoint that is whole, or null. Damaged ones are passed over. */
  load(): Checkpoint | null {
    for (const n of this.numbers().reverse()) {
      const found = this.read(n);
      if (found) return found;
    }
    return null;
  }

  numbers(): number[] {
    const names = this.files.list(FOLDER).map((name) => /^checkpoint-(\d{6})\.json$/.exec(name));
    return names.filter((found) => found !== null).map((found) => Number(found[1])).sort((a, b) => a - b);
  }

  /** The checkpoint of a number, or null when it is damaged. */
  read(n: number): Checkpoint | null {
    try {
      const found = JSON.parse(this.files.read(nameOf(n)) ?? "");
      const whole = found.n === n && found.crc === digest(found.state);
      return whole ? { n, state: upgraded(found.format, found.state) } : null;
    } catch {
      return null;
    }
  }
}

function nameOf(n: number): string {
  return `${FOLDER}/checkpoint-${String(n).padStart(6, "0")}.json`;
}
