#!/usr/bin/env bash
# Prices the committed output at BASE and at HEAD: cost/diff.json, and judged=true if there is something to judge.
# Infracost runs in folders that hold the output only: a .env of the repository would set its endpoints and options.
set -euo pipefail

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

# The inputs of a revision, in a folder of their own.
unpack() {
  local present
  mkdir -p "$2"
  present=$(git ls-tree --name-only "$1" -- "${inputs[@]}")
  if [[ -n "$present" ]]; then
    # shellcheck disable=SC2086 # three fixed names, one a line
    git archive "$1" -- $present | tar -x -C "$2"
  fi
}

# infracost.yml can name programs to run and files to read: only what `npm run synth` writes is let through.
check_config() {
  local value='("[A-Za-z0-9._/*-]+"|[A-Za-z0-9._/*-]+)' strange
  strange=$(grep -nvE "^( *#.*|version: \"?0\.1\"?|projects:|  - (path|name): $value|    (path|name|usage_file): $value|    skip_autodetect: true|    dependency_paths:|      - $value)?$" "$1" || true)
  if [[ -n "$strange" ]]; then
    refuse "infracost.yml has lines that npm run synth does not write: ${strange//$'\n'/ | }; run npm run synth and commit it"
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
check_config "$work/head/infracost.yml"
if [[ ! -f "$work/base/infracost.yml" ]]; then
  finish "the base has no infracost.yml, so there is nothing to compare with. The gate begins with the next pull request."
fi

export INFRACOST_ENABLE_CLOUD=false INFRACOST_SKIP_UPDATE_CHECK=true INFRACOST_CURRENCY=USD
(cd "$work/base" && infracost breakdown --config-file infracost.yml --format json --out-file "$work/base.json")
(cd "$work/head" && infracost diff --config-file infracost.yml --compare-to "$work/base.json" --format json --out-file "$work/diff.json")
echo "judged=true" >> "${GITHUB_OUTPUT:?}"
