# shellcheck shell=bash
# What plan.sh and apply.sh share; sourced. Everything comes by the environment and is only ever used between quotes.

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

# The command line that this action came with, where it is built; else the same version from the registry.
interform() {
  local version=$INPUT_VERSION
  if [ -z "$version" ] && [ -f "$here/../../dist/commands/main.js" ]; then
    node "$here/../../bin/run.js" "$@"
    return
  fi
  if [ -z "$version" ]; then version=$(node -p 'require(process.argv[1]).version' "$here/../../package.json"); fi
  # The token is in the environment: whatever is installed here runs nothing of its own.
  npx --yes --ignore-scripts "interform@$version" "$@"
}

# One array, never empty: an environment, and one argument for each line of the input.
flags=(--verbose)
if [ -n "$INPUT_ENVIRONMENT" ]; then flags+=("--env=$INPUT_ENVIRONMENT"); fi
while IFS= read -r line; do
  line=${line%$'\r'}
  if [ -n "${line//[[:space:]]/}" ]; then flags+=("$line"); fi
done <<<"$INPUT_ARGUMENTS"

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

# The answer in Markdown to the summary of the job.
summarize() {
  explain "$@"
  cat -- "$1" >>"$GITHUB_STEP_SUMMARY"
}

output() {
  printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}
