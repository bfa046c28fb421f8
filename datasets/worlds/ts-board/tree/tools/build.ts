// Strips the types of all modules that the entries reach, and writes them with a manifest to dist/.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { stripTypeScriptTypes } from "node:module";
import { ROOT } from "../src/files.ts";
import { allModules, reached } from "./modules.ts";

export const ENTRIES = ["src/app.ts", "src/render/status.ts", "src/storage/snapshot.ts", "src/sync/optimistic.ts", "src/sync/backoff.ts"];

function build(): void {
  const files = reached(...ENTRIES);
  const manifest: Record<string, string> = {};
  for (const path of files) {
    const code = stripTypeScriptTypes(readFileSync(ROOT + path, "utf8")).replace(/(from\s+"\.[^"]+)\.ts"/g, '$1.js"');
    const target = `dist/${path.replace(/\.ts$/, ".js")}`;
    mkdirSync(ROOT + dirname(target), { recursive: true });
    writeFileSync(ROOT + target, code);
    manifest[target] = createHash("sha256").update(code).digest("hex").slice(0, 12);
  }
  writeFileSync(`${ROOT}dist/manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
  const unused = allModules().filter((path) => !files.includes(path));
  console.log(`${files.length} modules built, ${unused.length} not reached${unused.map((path) => `\n  ${path}`).join("")}`);
}

if (import.meta.main) build();
