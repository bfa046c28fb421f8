import { readdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

export class Stopped extends Error {}

const known = new Map<string, Set<string>>();

/** Waits for segments in a folder, see docs/watch.md. */
export class Watch {
  private readonly folder: string;
  private readonly every: number;
  private stopped = false;

  constructor(folder: string, every = 10) {
    this.folder = folder;
    this.every = every;
    if (!known.has(folder)) known.set(folder, new Set());
  }

  async next(): Promise<string[]> {
    while (!this.stopped) {
      const fresh = await this.look();
      if (this.stopped) break;
      if (fresh.length > 0) return fresh;
      await sleep(this.every);
    }
    throw new Stopped(this.folder);
  }

  stop(): void {
    this.stopped = true;
  }

  private async look(): Promise<string[]> {
    const before = new Set(known.get(this.folder));
    const names = (await readdir(this.folder)).filter((name) => /^\d{6}\.seg$/.test(name));
    const fresh = names.filter((name) => !before.has(name));
    for (const name of fresh) known.get(this.folder)!.add(name);
    return fresh;
  }
}
