import { readdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

export class Stopped extends Error {}

/** Waits for segments in a folder, see docs/watch.md. */
export class Watch {
  private readonly folder: string;
  private readonly every: number;
  private readonly known = new Set<string>();
  private stopped = false;

  constructor(folder: string, every = 10) {
    this.folder = folder;
    this.every = every;
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
    const names = (await readdir(this.folder)).filter((name) => /^\d{6}\.seg$/.test(name)).sort();
    const fresh = names.filter((name) => !this.known.has(name));
    for (const name of fresh) this.known.add(name);
    return fresh;
  }
}
