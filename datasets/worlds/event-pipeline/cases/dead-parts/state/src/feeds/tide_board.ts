import { latest, metres, print } from "./common.ts";

const low = latest(process.argv[2], "low_water").map((row) => `${row.key} low ${metres(row.value!)}`);
const high = latest(process.argv[2], "high_water").map((row) => `${row.key} high${metres(row.value!)}`);
print([...low, ...high].sort());
