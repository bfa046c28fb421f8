cat > src/return.ts <<'TS'
{file:second.ts}TS
python3 - <<'PY'
path = "src/cli.ts"
text = open(path).read()
text = text.replace('import { verify }', 'import { makeReturn } from "./return.ts";\nimport { verify }')
text = text.replace('    default:', '    case "return":\n      process.stdout.write(makeReturn(given.data ?? "var", given.day!));\n      return 0;\n    default:')
open(path, "w").write(text)
PY
sed -i 's#bash "$root/legacy/nightly.sh" "$data" "$day"#bash "$root/bin/estuary" return --data "$data" --day "$day"#' ops/night.sh
git rm -rq legacy
