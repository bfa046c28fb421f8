import re, shutil

path = "src/cli.ts"
text = open(path).read()
text = text.replace('import { verify }', 'import { harbourReturn } from "./report/return.ts";\nimport { verify }')
text = text.replace('  verify                           are', '  return --day DAY                 the return to the harbour authority\n  verify                           are')
text = text.replace('    case "verify": {', '    case "return":\n      process.stdout.write(harbourReturn(files, given.day ?? ""));\n      return 0;\n    case "verify": {')
open(path, "w").write(text)
path = "ops/night.sh"
text = open(path).read()
text = text.replace('bash "$root/legacy/nightly.sh" "$data" "$day" >', 'estuary return --day "$day" >')
open(path, "w").write(text)
shutil.rmtree("legacy")
path = "docs/return.md"
text = open(path).read()
text = text.replace("`legacy/nightly.sh` with awk", "`estuary return`").split("\nADR 7")[0].replace("built around what the script does", "built around what a script of 2019 did")
open(path, "w").write(text)
path = "README.md"
text = open(path).read()
open(path, "w").write(re.sub(r"\| `legacy` .*\n", "", text))
path = "docs/adr/0007-the-return-moves-in.md"
text = open(path).read()
open(path, "w").write(text.replace("Not done yet.", "Done."))
