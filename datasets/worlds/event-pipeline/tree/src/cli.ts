import { parseArgs } from "node:util";
import { loadConfig, readYaml } from "./config/load.ts";
import { filesIn } from "./io/files.ts";
import { loadPlaces } from "./stages/enrich.ts";
import { parseTime } from "./time.ts";
import { Misuse, Refused } from "./errors.ts";
import { Pipeline } from "./pipeline.ts";
import { Checkpoints } from "./state/checkpoint.ts";
import { deadLetters } from "./state/dead.ts";
import { report } from "./report/report.ts";
import { verify } from "./state/verify.ts";
import { requeue } from "./state/requeue.ts";

const USAGE = `estuary <command> [--env dev] [--data var]
  run [--until TIME] [--drain]     read what is new
  config                           the settings of the environment
  checkpoints                      number, arrival of the last line, watermark
  dead [--reason R] [--source S]   dead letters
  requeue --reason R [--source S]  dead letters into a new segment
  report NAME --day DAY            a report as CSV
  verify                           are segments, outputs and checkpoints whole?
`;

function main(args: string[]): number {
  const names = ["env", "data", "until", "reason", "source", "day"];
  const options = { ...Object.fromEntries(names.map((name) => [name, { type: "string" as const }])), drain: { type: "boolean" as const } };
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const given = values as Record<string, string | undefined> & { drain?: boolean };
  const [command, name] = positionals;
  const files = filesIn(given.data ?? "var");
  const config = () => loadConfig(given.env ?? "dev", process.env);
  switch (command) {
    case "run": {
      const until = given.until === undefined ? undefined : parseTime(given.until);
      return say(new Pipeline(config(), files, loadPlaces()).run({ until, drain: given.drain as any }));
    }
    case "config":
      return say(config());
    case "checkpoints":
      return each(new Checkpoints(files, 1).numbers(), (n) => summary(new Checkpoints(files, 1), n));
    case "dead":
      return each(chosen(files, given), (one) => JSON.stringify(one));
    case "requeue":
      return say(requeue(files, given.reason, given.source));
    case "report":
      process.stdout.write(report(files, reportOf(name), given.day ?? ""));
      return 0;
    case "verify": {
      const faults = verify(files);
      each(faults, (one) => one);
      return faults.length > 0 ? 1 : 0;
    }
    default:
      process.stderr.write(USAGE);
      return 2;
  }
}

function reportOf(name: string): any {
  const found = readYaml("config/reports.yaml").reports.find((one: any) => one.name === name);
  if (!found) throw new Misuse(`no report: ${name}`);
  return found;
}

function chosen(files: ReturnType<typeof filesIn>, given: Record<string, any>): unknown[] {
  const letters = deadLetters(files);
  return letters.filter((one) => (!given.reason || one.reason === given.reason) && (!given.source || one.source === given.source));
}

function summary(checkpoints: Checkpoints, n: number): string {
  const found = checkpoints.read(n);
  if (!found) return `${n} damaged`;
  const show = (at: number | null) => (at === null ? "-" : new Date(at).toISOString());
  return `${n} ${show(found.state.seen)} ${show(found.state.watermark.value)}`;
}

function say(value: unknown): number {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  return 0;
}

function each<T>(items: T[], show: (item: T) => string): number {
  for (const item of items) process.stdout.write(`${show(item)}\n`);
  return 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Misuse) && !(error instanceof Refused)) throw error;
  process.stderr.write(`estuary: ${error.message}\n`);
  process.exitCode = 2;
}
