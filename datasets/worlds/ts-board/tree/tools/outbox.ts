// Works on the outboxes of devices: node tools/outbox.ts check FILE… | sum MESSAGE AT | replay BOARD FILE OUT
import { readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { BoardError } from "../src/model/errors.ts";
import type { Board } from "../src/model/types.ts";
import { allow } from "../src/permissions/roles.ts";
import { reduce } from "../src/store/reducer.ts";
import { decode, type Message, type Protocol } from "../src/sync/wire.ts";

export type Line = { at: number; sum: string; message: Message };

/** The checksum of a line: over the message as JSON, then the time. */
export function sum(message: unknown, at: number): string {
  return createHash("sha256").update(`${JSON.stringify(message)}@${at}`).digest("hex").slice(0, 8);
}

export function lines(text: string): { head: any; lines: string[] } {
  const [head, ...rest] = text.split("\n").filter((line) => line.trim() !== "");
  return { head: JSON.parse(head), lines: rest };
}

/** The line, or null when it is damaged. */
export function sound(line: string): Line | null {
  try {
    const found = JSON.parse(line);
    return sum(found.message, found.at) === found.sum ? found : null;
  } catch {
    return null;
  }
}

function check(paths: string[]): void {
  for (const path of paths) {
    const { head, lines: all } = lines(readFileSync(path, "utf8"));
    const bad = all.flatMap((line, index) => (sound(line) ? [] : [index + 2]));
    console.log(`${path}: device ${head.device}, protocol ${head.protocol}, ${all.length} lines, damaged: ${bad.join(" ") || "none"}`);
  }
}

/** Apply the lines of one file, whose first line is {"protocol": n}, one after another. */
function replay(from: string, path: string, to: string): void {
  let board: Board = JSON.parse(readFileSync(from, "utf8"));
  const { head, lines: all } = lines(readFileSync(path, "utf8"));
  for (const [index, line] of all.entries()) {
    const { message } = JSON.parse(line) as Line;
    try {
      const action = decode(message, head.protocol as Protocol);
      allow(board, message.by, action);
      board = reduce(board, action);
    } catch (error) {
      if (!(error instanceof BoardError)) throw error;
      console.log(`line ${index + 2}: ${error.code}: ${error.about}`);
    }
  }
  writeFileSync(to, `${JSON.stringify(board, null, 2)}\n`);
}

if (import.meta.main) {
  const [command, ...rest] = process.argv.slice(2);
  if (command === "check") check(rest);
  else if (command === "sum") console.log(sum(JSON.parse(rest[0]), Number(rest[1])));
  else if (command === "replay" && rest.length === 3) replay(rest[0], rest[1], rest[2]);
  else {
    console.error("usage: outbox.ts check FILE… | sum MESSAGE AT | replay BOARD FILE OUT");
    process.exitCode = 2;
  }
}
