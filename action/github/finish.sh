#!/usr/bin/env bash
# Ends the job as the command did. A plan with changes is what a pull request is for, unless drift is looked for.
set -euo pipefail

if [ "$INPUT_COMMAND" = plan ] && [ "$EXIT_CODE" = 2 ] && [ "$INPUT_DETAILED_EXITCODE" != true ]; then exit 0; fi
case $EXIT_CODE in
  0) exit 0 ;;
  [1-9] | [1-9][0-9] | [1-9][0-9][0-9]) printf '::error title=interform::%s ended with exit code %s\n' "$INPUT_COMMAND" "$EXIT_CODE" ;;
  *) exit 1 ;;
esac
exit "$EXIT_CODE"
