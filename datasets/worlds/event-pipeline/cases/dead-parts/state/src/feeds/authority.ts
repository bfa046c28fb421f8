import { clockOf, latest, print } from "./common.ts";

print(latest(process.argv[2], "boardings").map((row) => `${row.key};${clockOf(row)};${row.value}`));
