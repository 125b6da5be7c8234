#!/usr/bin/env bash
# Whether a pull request touches what the project reads. One that does not needs no plan, and its check says so.
set -euo pipefail
# shellcheck source=action/github/interform.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../interform.sh"

(
  CDPATH='' cd -- "$INPUT_PROJECT"
  list_reads "$FOLDER/reads"
)
node "$here/scope/scope.js"
