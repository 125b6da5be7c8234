#!/usr/bin/env bash
# Plans once: Markdown for the comment and the summary, annotations, SARIF, HTML, and a receipt. The exit code is an output: a
# plan that failed is commented too.
set -euo pipefail
# shellcheck source=action/github/interform.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../interform.sh"

add_allowances

CDPATH='' cd -- "$INPUT_PROJECT"
receipt=$FOLDER/plan.receipt
if [ "$IS_FORK" = true ] && [ -n "$INPUT_SNAPSHOT" ]; then
  # A snapshot holds no contacts, which is what a limit counts.
  kept=()
  for flag in "${flags[@]}"; do
    case $flag in --limit=*) ;; *) kept+=("$flag") ;; esac
  done
  flags=("${kept[@]}" "--snapshot=$INPUT_SNAPSHOT")
else
  flags+=("--receipt=$receipt")
fi

code=0
interform plan "${flags[@]}" --detailed-exitcode --format=markdown \
  "--report=github=$FOLDER/annotations" "--report=sarif=$FOLDER/plan.sarif" "--report=html=$FOLDER/plan.html" \
  "--report=json=$FOLDER/plan.json" \
  >"$FOLDER/plan.md" 2>"$FOLDER/plan.log" || code=$?

skip=
if [ "$code" = 1 ] && [ -f "$FOLDER/plan.sarif" ]; then skip=$(node "$here/plan/skip.js" "$FOLDER/plan.sarif" "$FOLDER/plan.md"); fi
print_log "$FOLDER/plan.log"
if [ -f "$FOLDER/annotations" ] && [ -z "$skip" ]; then cat -- "$FOLDER/annotations"; fi
explain "$FOLDER/plan.md" plan "$code"
# Who released a guard stands first.
if [ -s "$FOLDER/allowed.md" ]; then
  { head -n 1 -- "$FOLDER/plan.md"; cat -- "$FOLDER/allowed.md"; tail -n +2 -- "$FOLDER/plan.md"; } >"$FOLDER/plan.new"
  mv -- "$FOLDER/plan.new" "$FOLDER/plan.md"
fi

# The first line of a receipt names the plan that it is of.
digest=
if [ -f "$receipt" ]; then
  IFS= read -r header <"$receipt" || true
  if [[ $header =~ \"digest\":\"(sha256:[0-9a-f]{64})\" ]]; then digest=${BASH_REMATCH[1]}; fi
fi
changes=false
if [ "$code" = 2 ] || [ "$code" = 5 ]; then changes=true; fi
output exit-code "$code"
output skip "$skip"
output changes "$changes"
output digest "$digest"
