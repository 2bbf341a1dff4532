#!/usr/bin/env bash
# Wait until CI's job `green` has ended for GITHUB_SHA in GITHUB_REPOSITORY; fail unless it succeeded.
# PAUSE is how many seconds to wait between two of at most TRIES looks.
set -euo pipefail

looks=${TRIES:-80} pause=${PAUSE:-30}
question="repos/$GITHUB_REPOSITORY/commits/$GITHUB_SHA/check-runs?check_name=green&filter=latest"
# only what Actions itself reports: any app may report a check of this name
answer='[.check_runs[] | select(.app.slug == "github-actions")] | first | .conclusion // .status // "missing"'

for ((look = 1; look <= looks; look++)); do
  state=$(gh api "$question" --jq "$answer") || state="unknown, as the question failed"
  case $state in
    success)
      echo "CI is green for $GITHUB_SHA"
      exit 0
      ;;
    failure | cancelled | skipped | timed_out | action_required | neutral | stale | startup_failure)
      echo "CI is not green for $GITHUB_SHA: $state" >&2
      exit 1
      ;;
  esac
  echo "green is $state; look $look of $looks"
  [ "$look" = "$looks" ] || sleep "$pause"
done
echo "CI is not green for $GITHUB_SHA: $state" >&2
exit 1
