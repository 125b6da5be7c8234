# shellcheck shell=bash
# What plan.sh and apply.sh share; sourced. Everything comes by the environment and is only ever used between quotes.

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

# Scripts begin in the checkout; paths in annotations count from there.
checkout=$PWD

# The command line that this action came with, where it is built; else the same version from the registry. Node.js reads nothing of
# the folder that it runs in; on Windows, programs that it starts must not come from there either.
interform() {
  local version=$INPUT_VERSION cli=$here/../../bin/run.js
  if [ -n "$version" ] || [ ! -f "$here/../../dist/commands/main.js" ]; then
    if [ -z "$version" ]; then version=$(node -p 'require(process.argv[1]).version' "$here/../../package.json"); fi
    cli=$(install "$version") || return 1
  fi
  export GITHUB_WORKSPACE=$checkout NoDefaultCurrentDirectoryInExePath=1
  case ${INTERFORM_TOKEN:+$1} in
    # A matrix of jobs cannot name the variable of each project: its token comes by a file descriptor.
    plan | apply) env -u INTERFORM_TOKEN node "$cli" "$@" --token-fd=3 3<<<"$INTERFORM_TOKEN" ;;
    *) node "$cli" "$@" ;;
  esac
}

# Prints where the command line of a version is. npm runs outside of the checkout, in a folder of its own, so that no configuration
# of the checkout is read; it takes the tree that the release came with, and runs nothing of it: the token is in the environment.
install() {
  local place=$RUNNER_TEMP/interform/cli-$1
  if [ ! -f "$place/node_modules/interform/bin/run.js" ]; then
    mkdir -p "$place"
    printf '{"dependencies":{"interform":"%s"}}\n' "$1" >"$place/package.json"
    printf '{"lockfileVersion":3,"packages":{"":{"dependencies":{"interform":"%s"}},"node_modules/interform":{"version":"%s","hasShrinkwrap":true}}}\n' \
      "$1" "$1" >"$place/package-lock.json"
    (CDPATH='' cd -- "$RUNNER_TEMP" && npm ci --prefix "$place" --ignore-scripts --no-audit --no-fund) >&2 || return 1
    node "$here/../whole.js" "$place/node_modules/interform" || return 1
  fi
  printf '%s\n' "$place/node_modules/interform/bin/run.js"
}

# One array, never empty: an environment, and one argument for each line of the input.
flags=(--verbose)
if [ -n "$INPUT_ENVIRONMENT" ]; then flags+=("--env=$INPUT_ENVIRONMENT"); fi
while IFS= read -r line; do
  line=${line%$'\r'}
  if [ -n "${line//[[:space:]]/}" ]; then flags+=("$line"); fi
done <<<"$INPUT_ARGUMENTS"

# Of plan and apply: what labels and reviews allow. Of two limits for a verb the last counts.
add_allowances() {
  local line
  if [ ! -f "$FOLDER/allowances" ]; then return 0; fi
  while IFS= read -r line; do flags+=("$line"); done <"$FOLDER/allowances"
}

# Prints a log whose text must not be taken for workflow commands.
print_log() {
  local word
  word=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '::stop-commands::%s\n' "$word"
  cat -- "$1"
  printf '\n::%s::\n' "$word"
}

# A word in place of the answer in Markdown where the command did not get as far.
explain() {
  local file=$1 command=$2 code=$3
  if [ ! -s "$file" ]; then
    printf '### interform %s did not run (exit %s)\n\nThe log of the job says why.\n' "$command" "$code" >"$file"
  fi
}

output() {
  printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}
