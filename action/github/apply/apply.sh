#!/usr/bin/env bash
# Applies what was reviewed, and nothing where that cannot be told.
set -euo pipefail
# shellcheck source=action/github/interform.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../interform.sh"

# What approves it, one argument a line.
approvals=0
while IFS= read -r line; do
  flags+=("$line")
  case $line in --expect=*) approvals=$((approvals + 1)) ;; esac
done <"$FOLDER/expected"
if [ "$INPUT_EXPECT" != none ] && [ "$approvals" = 0 ]; then
  printf '::error title=interform apply::Nothing approves this apply. Nothing was applied.\n'
  exit 1
fi

add_allowances

CDPATH='' cd -- "$INPUT_PROJECT"
code=0
interform apply "${flags[@]}" --auto-approve --format=markdown \
  "--report=json=$FOLDER/apply.json" "--report=html=$FOLDER/apply.html" >"$FOLDER/apply.md" 2>"$FOLDER/apply.log" || code=$?
print_log "$FOLDER/apply.log"
explain "$FOLDER/apply.md" apply "$code"
output exit-code "$code"
