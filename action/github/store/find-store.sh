#!/usr/bin/env bash
# Where the store is, and what the apply before left of it. Only with a key; nothing is handed on unsealed.
set -euo pipefail
INPUT_ARGUMENTS=
# shellcheck source=action/github/interform.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../interform.sh"

if [ -z "$INPUT_STORE_KEY" ]; then
  printf 'interform: no store-key: the store is not handed on to the next run\n'
  exit 0
fi
CDPATH='' cd -- "$INPUT_PROJECT"
# What is wrong with the project, apply says.
interform history "${flags[@]}" --limit=1 --json >"$FOLDER/history.json" 2>"$FOLDER/history.log" || true
node "$here/store/find-store.js" "$FOLDER/history.json"
