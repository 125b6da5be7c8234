#!/usr/bin/env bash
# azure.sh ARTIFACT FOLDER: downloads into FOLDER the artifact of the run that planned the pull request which this commit completed.
# In a pipeline of Azure DevOps, with its variables, the az command line and AZURE_DEVOPS_EXT_PAT: $(System.AccessToken).
# Whatever is in doubt ends the job: no receipt, nothing applied.
set -euo pipefail
artifact=$1 folder=$2
where=(--organization "$SYSTEM_COLLECTIONURI" --project "$SYSTEM_TEAMPROJECT")

refuse() {
  printf 'interform: %s. Nothing was applied. Plan in a new pull request, and complete that.\n' "$1" >&2
  exit 1
}

case $BUILD_SOURCEBRANCH in
  refs/heads/*) branch=${BUILD_SOURCEBRANCH#refs/heads/} ;;
  *) refuse "a run for $BUILD_SOURCEBRANCH never applies" ;;
esac

tip=$(az repos ref list "${where[@]}" --repository "$BUILD_REPOSITORY_ID" --filter "heads/$branch" \
  --query "[?name=='refs/heads/$branch'].objectId" --output tsv)
[ "$tip" = "$BUILD_SOURCEVERSION" ] || refuse "$BUILD_SOURCEVERSION is an old state: $branch is at $tip"

pulls=$(az repos pr list "${where[@]}" --repository "$BUILD_REPOSITORY_ID" --status completed --target-branch "$branch" --top 100 \
  --query "[?lastMergeCommit.commitId=='$BUILD_SOURCEVERSION'].[pullRequestId, lastMergeSourceCommit.commitId, closedDate]" --output tsv)
[ -n "$pulls" ] || refuse 'no pull request was completed as this commit'
[ "$(wc -l <<<"$pulls")" -eq 1 ] || refuse 'more than one pull request was completed as this commit'
IFS=$'\t' read -r pull head closed <<<"$pulls"

# The newest first; the first one that had ended is what a reviewer can have seen.
runs=$(az pipelines runs list "${where[@]}" --pipeline-ids "$SYSTEM_DEFINITIONID" --branch "refs/pull/$pull/merge" \
  --reason pullRequest --status completed --query-order FinishTimeDesc --top 100 \
  --query '[].[id, result, finishTime, triggerInfo."pr.sourceSha"]' --output tsv)
found=
while IFS=$'\t' read -r run result finished source; do
  if [ -z "$run" ] || [[ ! $finished < $closed ]]; then continue; fi
  [ "$source" = "$head" ] || refuse "the last run of pull request $pull, $run, planned $source, and the head was $head"
  [ "$result" = succeeded ] || refuse "the last run of pull request $pull, $run, ended with $result"
  found=$run
  break
done <<<"$runs"
[ -n "$found" ] || refuse "no run of pull request $pull had ended when it was completed"
printf 'interform: the receipt is that of run %s for pull request %s\n' "$found" "$pull"
az pipelines runs artifact download "${where[@]}" --run-id "$found" --artifact-name "$artifact" --path "$folder"
