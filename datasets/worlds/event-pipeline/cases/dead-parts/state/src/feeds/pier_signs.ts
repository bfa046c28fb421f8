import { loadPlaces } from "../stages/enrich.ts";
import { clockOf, latest, print } from "./common.ts";

const { piers } = loadPlaces();
print(latest(process.argv[2], "tickets").map((row) => `${(piers[row.key]?.name ?? row.key).padEnd(12)}${clockOf(row)} ${String(row.value).padStart(4)}`));
