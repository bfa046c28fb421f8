set -e
export GIT_AUTHOR_NAME="Plugin Desk" GIT_AUTHOR_EMAIL=plugins@example.com GIT_COMMITTER_NAME="Plugin Desk" GIT_COMMITTER_EMAIL=plugins@example.com
one() {  # name old new, then the lines of the release
    name=$1 old=$2 new=$3; shift 3
    sed -i "s/^version = .*/version = \"$new\"/" contrib/$name/plugin.toml
    { printf '# %s\n\n## Unreleased\n\n## %s\n\n' $name $new; printf -- '- %s\n' "$@"; printf '\n'; sed -n "/^## $old/,\$p" contrib/$name/CHANGES.md; } > contrib/$name/new.md
    mv contrib/$name/new.md contrib/$name/CHANGES.md
    git commit -q -m "$name $new" -- contrib/$name
    git tag -a "$name/$new" -m "$name $new"
}
one acme.severity 1.3.0 2.0.0 "major: a pattern without a colon matches nothing" "patch: patterns are tried in their order"
sed -i 's/<2.0.0/<3.0.0/' contrib/acme.review/plugin.toml
one acme.review 2.1.1 2.1.2 "patch: goes with acme.severity 2.0.0"
one glossary 1.2.0 1.3.0 "patch: a row without a word is left out" "minor: other plugins may read glossary.terms"
one freshness 0.9.2 0.9.3 "minor: a document that the glossary knows is never old"
one metrics 0.4.0 0.5.0 "major: the file says which version it has"
sed -i 's/<2.1.2/<3.0.0/' contrib/notify/plugin.toml
one notify 0.3.1 0.3.2 "patch: goes with acme.review 2.1.2"
sed -i 's/<0.5.0/<0.6.0/' contrib/owners/plugin.toml
one owners 1.0.0 1.0.1 "patch: asks metrics for its counts" "patch: goes with metrics 0.5.0"
one spelling 3.0.2 3.0.3 "patch: garnicht is a word that is often written wrong"
all="acme.severity/2.0.0 acme.review/2.1.2 glossary/1.3.0 freshness/0.9.3 metrics/0.5.0 notify/0.3.2 owners/1.0.1 spelling/3.0.3"
for tag in $all; do
    file=index/$tag.toml
    sum=$(python3 tools/bundle.py $tag dist | cut -d' ' -f1)
    { echo "sha256 = \"$sum\""; git show $tag:contrib/${tag%/*}/plugin.toml | grep -E '^(name|version|api|heron|requires) ='; } > $file
done
git add index
git commit -q -m "index: $(echo $all | sed 's/ /, /g; s,/, ,g')"
