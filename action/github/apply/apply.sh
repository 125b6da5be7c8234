#!/usr/bin/env bash
# Applies what was reviewed, and nothing where that cannot be told.
set -euo pipefail
# shellcheck source=action/github/interform.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../interform.sh"

refuse() {
  printf '::error title=interform apply::%s\n' "$1"
  exit 1
}

case $INPUT_EXPECT in
  none) ;;
  sha256:*) flags+=("--expect=$INPUT_EXPECT") ;;
  *)
    receipt=$FOLDER/plan.receipt
    [ -f "$receipt" ] || refuse 'The receipt was not downloaded. Nothing was applied.'
    found=$(node "$here/receipt-seal.js" "$receipt") || refuse 'This file is no receipt. Nothing was applied.'
    if [ -z "$SEAL" ] || [ "$found" != "$SEAL" ]; then
      refuse 'The receipt is not the one that the check on the head commit names. Nothing was applied.'
    fi
    flags+=("--expect=$receipt")
    ;;
esac

CDPATH='' cd -- "$INPUT_PROJECT"
code=0
interform apply "${flags[@]}" --auto-approve --format=markdown \
  "--report=json=$FOLDER/apply.json" "--report=html=$FOLDER/apply.html" >"$FOLDER/apply.md" 2>"$FOLDER/apply.log" || code=$?
print_log "$FOLDER/apply.log"
explain "$FOLDER/apply.md" apply "$code"
output exit-code "$code"
