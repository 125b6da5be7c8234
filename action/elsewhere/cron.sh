#!/usr/bin/env bash
# cron.sh CHECKOUT FOLDER [flags of plan and apply]: plans the newest commit, prints a plan that nobody has seen yet, and applies
# what FOLDER/approved.receipt holds. To approve: cp FOLDER/plan.receipt FOLDER/approved.receipt. FOLDER belongs to who may approve.
set -euo pipefail
checkout=$1 folder=$2
shift 2
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
export CI=${CI:-true}
umask 077
mkdir -p "$folder"
folder=$(CDPATH='' cd -- "$folder" && pwd)

interform() {
  node "$here/../../bin/run.js" "$@"
}

git -C "$checkout" pull --quiet --ff-only
CDPATH='' cd -- "$checkout"

approved=$folder/approved.receipt
if [ -f "$approved" ]; then
  code=0
  interform apply "$@" --auto-approve --expect="$approved" || code=$?
  # 1 and 6: nothing was written, and the next time may be better. What else stands in the way goes away by a new review.
  if [ "$code" -ne 1 ] && [ "$code" -ne 6 ]; then mv -- "$approved" "$folder/applied.receipt"; fi
  if [ "$code" -ne 0 ]; then exit "$code"; fi
fi

code=0
rm -f -- "$folder/new.receipt"
interform plan "$@" --detailed-exitcode --format=markdown --receipt="$folder/new.receipt" \
  --report="html=$folder/plan.html" >"$folder/plan.md" || code=$?
if [ ! -f "$folder/new.receipt" ]; then
  cat -- "$folder/plan.md"
  exit "$code"
fi
digest() { sed -n '1s/.*"digest":"\(sha256:[0-9a-f]*\)".*/\1/p' "$1"; }
new=$(digest "$folder/new.receipt")
old=
if [ -f "$folder/plan.receipt" ]; then old=$(digest "$folder/plan.receipt"); fi
# cron mails what is printed: once for each plan.
if [ "$code" -eq 2 ] && [ "$new" != "$old" ]; then
  cat -- "$folder/plan.md"
  printf '\nTo approve: cp %q %q\n' "$folder/plan.receipt" "$approved"
fi
mv -- "$folder/new.receipt" "$folder/plan.receipt"
