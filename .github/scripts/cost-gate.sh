#!/usr/bin/env bash
# Judges cost/diff.json, and writes the comment if there is a pull request (PR_NUMBER); in a merge queue there is none.
# Policy and limits are those of BASE: a pull request cannot let itself through.
set -euo pipefail

work="${RUNNER_TEMP:?}/cost"
summary="${GITHUB_STEP_SUMMARY:?}"
policies=policies/infracost

mkdir -p "$work/policies"
for file in gate.rego limits.json; do
  if git cat-file -e "${BASE:?}:$policies/$file" 2> /dev/null; then
    git show "$BASE:$policies/$file" > "$work/policies/$file"
  else
    echo "::warning::the base has no $policies/$file: the pull request is judged by its own"
    echo "Cost: the base has no $policies/$file; this pull request is judged by its own." >> "$summary"
    cp "$policies/$file" "$work/policies/$file"
  fi
done

if [[ -n "${PR_NUMBER:-}" ]]; then
  target=(--pull-request "$PR_NUMBER" --behavior update)
else
  target=(--commit "${GITHUB_SHA:?}" --dry-run)
fi

export INFRACOST_ENABLE_CLOUD=false INFRACOST_SKIP_UPDATE_CHECK=true
# Exits with 1 if a policy refuses, after the comment is written.
cd "$work"
infracost comment github --path diff.json --policy-path policies \
  --repo "${GITHUB_REPOSITORY:?}" --github-api-url "${GITHUB_API_URL:?}" --github-token "${GITHUB_TOKEN:?}" "${target[@]}"
