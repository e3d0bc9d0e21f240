#!/usr/bin/env bash
# Prices the committed output at BASE and at HEAD: cost/diff.json, and judged=true if there is something to judge.
# Infracost runs in folders that hold the output only: a .env of the repository would set its endpoints and options.
set -euo pipefail
export LC_ALL=C

base="${BASE:?}"
work="${RUNNER_TEMP:?}/cost"
summary="${GITHUB_STEP_SUMMARY:?}"
inputs=(infracost.yml infracost-usage.yml cdktf.out)

refuse() {
  echo "::error::$1"
  echo "Cost: $1" >> "$summary"
  exit 1
}

finish() {
  echo "$1"
  echo "Cost: $1" >> "$summary"
  echo "judged=false" >> "${GITHUB_OUTPUT:?}"
  exit 0
}

# The inputs of a revision, in a folder of their own, as they are committed: "git archive" and checkouts do with files what the
# pull request's .gitattributes says, and would leave out one with "export-ignore".
unpack() {
  local path
  while IFS= read -r -d '' path; do
    mkdir -p "$2/$(dirname "$path")"
    git cat-file blob "$1:$path" > "$2/$path"
  done < <(git ls-tree -r -z --name-only "$1" -- "${inputs[@]}")
}

# What npm run synth writes for the stacks of a folder: all of them, each under its own name. infracost.yml could name programs to
# run and files to read, leave out what is dear, or price one stack as another.
expected_config() {
  local folder stack
  echo "version: 0.1"
  echo "projects:"
  # Without a slash at the end, which would be part of what is sorted.
  for folder in "$1"/cdktf.out/stacks/*; do
    [[ -d "$folder" ]] || continue
    stack=$(basename "$folder")
    printf '  - path: cdktf.out/stacks/%s\n    name: %s\n    usage_file: infracost-usage.yml\n    skip_autodetect: true\n' "$stack" "$stack"
  done
}

check_config() {
  local strange
  strange=$(diff <(expected_config "$1") <(grep -v '^#' "$1/infracost.yml") | grep '^[<>]' || true)
  if [[ -n "$strange" ]]; then
    strange=$(sed -e 's/^< */missing: /' -e 's/^> */unexpected: /' <<< "$strange")
    refuse "infracost.yml is not what npm run synth writes for these stacks: ${strange//$'\n'/ | }; run npm run synth and commit it"
  fi
}

git rev-parse --quiet --verify "$base^{commit}" > /dev/null || refuse "$base is not in the checkout; check out with fetch-depth: 0"

if [[ -z "${INFRACOST_API_KEY:-}" ]]; then
  if git diff --quiet "$base" HEAD -- "${inputs[@]}"; then
    finish "nothing that has a price changed."
  fi
  refuse "the committed output changed, and there is no INFRACOST_API_KEY to price it. Pull requests from forks and from Dependabot do not get it: push the branch to this repository. Elsewhere set the secret."
fi

unpack "$base" "$work/base"
unpack HEAD "$work/head"
[[ -f "$work/head/infracost.yml" ]] || refuse "infracost.yml is missing: nothing can be priced; run npm run synth and commit it"
check_config "$work/head"
if [[ ! -f "$work/base/infracost.yml" ]]; then
  finish "the base has no infracost.yml, so there is nothing to compare with. The gate begins with the next pull request."
fi

export INFRACOST_ENABLE_CLOUD=false INFRACOST_SKIP_UPDATE_CHECK=true INFRACOST_CURRENCY=USD
(cd "$work/base" && infracost breakdown --config-file infracost.yml --format json --out-file "$work/base.json")
(cd "$work/head" && infracost diff --config-file infracost.yml --compare-to "$work/base.json" --format json --out-file "$work/diff.json")
echo "judged=true" >> "${GITHUB_OUTPUT:?}"
