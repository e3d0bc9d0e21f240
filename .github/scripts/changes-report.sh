#!/usr/bin/env bash
# The change report: to the job's summary always, and as the output `report` for the job that comments.
set -euo pipefail

report="${RUNNER_TEMP:?}/changes.md"
npm run --silent changes -- --base "${BASE:?}" --head HEAD --markdown > "$report"
cat "$report" >> "${GITHUB_STEP_SUMMARY:?}"

# The delimiter is not to be guessed: a line of the report that is the delimiter would end the output.
delimiter="report-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
{
  echo "report<<$delimiter"
  cat "$report"
  echo
  echo "$delimiter"
} >> "${GITHUB_OUTPUT:?}"
