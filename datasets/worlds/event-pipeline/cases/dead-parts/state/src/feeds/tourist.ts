import { latest, meanOf, print, starsOf } from "./common.ts";

const rows = latest(process.argv[2], "stars");
print(rows.map((row) => `${row.key} ${starsOf(row.value!)}`));
if (rows.length > 0) print([`fleet ${starsOf(meanOf(rows.map((row) => row.value!)))}`]);
