#!/usr/bin/env bash
# Ends the job as the command did. A plan with changes is what a pull request is for, unless drift is looked for.
set -euo pipefail

if [ -n "$SKIP" ] || [ "$INPUT_COMMAND" = matrix ]; then exit 0; fi
# What nobody reviewed is never made. All that was approved is done, and what drifts in one environment holds no other up.
if [ "$INPUT_COMMAND" = apply ] && [ "$INPUT_UNREVIEWED" != fail ] && [ "${UNREVIEWED:-0}" -gt 0 ]; then
  printf '::warning title=interform apply::All that was approved is done. Changes left alone, which nobody reviewed: %s. Review them in a pull request, or put back what drifted.\n' "$UNREVIEWED"
  exit 0
fi
if [ "$INPUT_DETAILED_EXITCODE" != true ]; then
  case $INPUT_COMMAND:$EXIT_CODE in
    # Of drift its issue tells, also where a guard blocks what would put it right.
    plan:2 | drift:2 | drift:5) exit 0 ;;
  esac
fi
case $EXIT_CODE in
  0) exit 0 ;;
  [1-9] | [1-9][0-9] | [1-9][0-9][0-9]) printf '::error title=interform::%s ended with exit code %s\n' "$INPUT_COMMAND" "$EXIT_CODE" ;;
  *) exit 1 ;;
esac
exit "$EXIT_CODE"
