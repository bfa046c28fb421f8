# Functions that the scripts of ops/ share. Source it, do not run it.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=${ESTUARY_DATA:-$root/var}
environment=${ESTUARY_ENVIRONMENT:-production}

say() { printf '%s %s\n' "$(basename "$0" .sh)" "$*"; }

die() { say "$*" >&2; exit 1; }

# estuary COMMAND... with the environment and the data of this machine
estuary() { env -u ESTUARY_DATA -u ESTUARY_ENVIRONMENT -u ESTUARY_MOST_DEAD bash "$root/bin/estuary" "$@" --env "$environment" --data "$data"; }

# setting PATH.TO.KEY: a value of the configuration, as text
setting() {
  estuary config | node -e '
    const config = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    const value = process.argv[1].split(".").reduce((at, name) => at?.[name], config);
    if (value === undefined) process.exit(1);
    console.log(value);' "$1"
}

# days SPAN: 14d as 14
days() { local span=$1; [[ $span == *d ]] || die "not in days: $span"; printf '%s\n' "${span%d}"; }

# lock NAME: one run at a time
lock() { mkdir -p "$data/lock"; exec 9>"$data/lock/$1"; flock -n 9 || die "another $1 is running"; }

# rotate FILE: before 2.0 the collector wrote one file for each source
rotate() { mv "$1" "$1.$(date +%s)"; : >"$1"; }
