export GIT_AUTHOR_NAME="Plugin Desk" GIT_AUTHOR_EMAIL=plugins@example.com GIT_COMMITTER_NAME="Plugin Desk" GIT_COMMITTER_EMAIL=plugins@example.com
echo 'yanked = "hides terms"' >> index/glossary/1.3.0.toml
echo 'yanked = "needs glossary 1.3.0"' >> index/freshness/0.9.3.toml
echo 'yanked = "needs freshness 0.9.3"' >> index/owners/1.0.1.toml
git commit -q -a -m "index: yank glossary 1.3.0"
