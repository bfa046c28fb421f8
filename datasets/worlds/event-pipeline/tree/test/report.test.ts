import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, writeFileSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { report } from "../src/report/report.ts";
import { table } from "../src/report/html.ts";
import { miles, minutes } from "../src/geo.ts";
import { ROOT, readYaml } from "../src/config/load.ts";
import { memory, passage, position } from "./support.ts";

const row = (key: string, start: string, value: number, rev = 0) => `${JSON.stringify({ key, start: `2025-11-01T${start}:00Z`, value, rev })}\n`;

test("a report folds the newest rows of a day", () => {
  const files = memory({ "out/boardings.jsonl": row("NB", "08:00", 4) + row("SK", "08:00", 7) + row("NB", "08:15", 2) + row("NB", "08:00", 6, 1), "out/tickets.jsonl": row("NB", "08:30", 4) + row("HO", "08:30", 1) });
  const daily = readYaml("config/reports.yaml").reports[0];
  assert.equal(report(files, daily, "2025-11-01"), "pier,boardings,tickets,wheelchairs,peak,tickets_per_boarding\nHO,,1,,,\nNB,8,4,,6,0.5\nSK,7,,,7,\n");
});

test("pages and places", () => {
  assert.match(table("a,b\n1,<2>\n", "t & u"), /<caption>t &amp; u<\/caption>[^]*<td>&lt;2&gt;/);
  assert.equal(minutes(-10.5, "EW"), "10 30.000 W");
  assert.ok(Math.abs(miles({ lat: 59, lon: 10 }, { lat: 60, lon: 10 }) - 60.04) < 0.01);
});

test("the command line, from segments to reports", () => {
  const data = mkdtempSync(`${tmpdir()}/estuary-`);
  mkdirSync(`${data}/in/gates`, { recursive: true });
  mkdirSync(`${data}/in/vessels`, { recursive: true });
  writeFileSync(`${data}/in/gates/000001.seg`, passage(1, "08:00:00") + passage(2, "10:00:00"));
  writeFileSync(`${data}/in/vessels/000001.seg`, position("LOTTE", "08:00:00", 10.2, 33) + position("LOTTE", "08:10:00", 11.1, ""));
  const env = { ...process.env, ESTUARY_DATA: data, ESTUARY_ENVIRONMENT: "dev" };
  const ran = spawnSync("bash", [`${ROOT}bin/estuary`, "run", "--drain", "--data", data], { encoding: "utf8" });
  assert.deepEqual(JSON.parse(ran.stdout), { events: 4, lines: 4, rows: 12 });
  const night = spawnSync("bash", [`${ROOT}ops/night.sh`, "2025-11-01", "reports", "return", "pages"], { env, encoding: "utf8" });
  assert.equal(night.status, 0, night.stderr);
  assert.equal(readFileSync(`${data}/reports/fleet-2025-11-01.csv`, "utf8"), "vessel,mean_speed,top_speed,fullest,stars\nLOTTE,10.65,11.1,14,\n");
  assert.match(readFileSync(`${data}/reports/return-2025-11-01.txt`, "utf8"), /^LOTTE {10}2 {4}10\.6 {4}11\.1 {5}33 {2}59-54\.00N 10-44\.40E$/m);
  assert.match(readFileSync(`${data}/pages/daily-2025-11-01.html`, "utf8"), /<td>NB<\/td><td>2<\/td>/);
  assert.equal(spawnSync("bash", [`${ROOT}ops/night.sh`, "2025-11-01", "nothing"], { env }).status, 1);
  assert.equal(spawnSync("bash", [`${ROOT}ops/check.sh`], { env, encoding: "utf8" }).stdout, "check ok\n");
  assert.match(spawnSync("bash", [`${ROOT}ops/where.sh`], { env, encoding: "utf8" }).stdout, /^LOTTE 59 54\.000 N 10 44\.400 E 0\.31$/m);
  assert.equal(spawnSync("bash", [`${ROOT}bin/estuary`, "run", "--env", "nowhere"], {}).status, 2);
  rmSync(data, { recursive: true });
});
