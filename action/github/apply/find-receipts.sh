#!/usr/bin/env bash
# What approves this apply. Which files count for the project, the command line knows.
set -euo pipefail
INPUT_ARGUMENTS=
# shellcheck source=action/github/interform.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../interform.sh"

CDPATH='' cd -- "$INPUT_PROJECT"
# Where that fails, everything below the project folder counts.
if ! interform validate "${flags[@]}" --list-files >"$FOLDER/reads" 2>"$FOLDER/reads.log"; then rm -f -- "$FOLDER/reads"; fi
node "$here/apply/find-receipts.js" "$FOLDER/reads"
