#!/usr/bin/env bash
# Whether a pull request touches what the project reads. One that does not needs no plan, and its check says so.
set -euo pipefail
INPUT_ARGUMENTS=
# shellcheck source=action/github/interform.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../interform.sh"

CDPATH='' cd -- "$INPUT_PROJECT"
# Where that fails, everything below the project folder counts.
if ! interform validate "${flags[@]}" --list-files >"$FOLDER/reads" 2>"$FOLDER/reads.log"; then rm -f -- "$FOLDER/reads"; fi
node "$here/scope/scope.js" "$FOLDER/reads"
