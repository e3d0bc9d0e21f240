#!/usr/bin/env bash
# Compares a stack's state with what runs: drifted=true or false. Fails if that cannot be found out.
# Nothing is changed and nothing is locked: the plan is speculative, and the token may only plan.
set -euo pipefail

stack="${STACK:?}"
# terraform wants the token in a variable named after the host: dots become _, dashes become __
# (https://developer.hashicorp.com/terraform/cli/config/config-file#environment-variable-credentials).
host="${TERRAFORM_HOST:?}"
host="${host//-/__}"
if [[ -z "${TERRAFORM_TOKEN:-}" ]]; then
  echo "::error::there is no token to plan with; set the secret TF_TOKEN_APP_TERRAFORM_IO to the token of a team that may plan"
  exit 1
fi
export "TF_TOKEN_${host//./_}=$TERRAFORM_TOKEN" TF_IN_AUTOMATION=true TF_INPUT=0
unset TERRAFORM_TOKEN

cd "cdktf.out/stacks/$stack"
terraform init -input=false -no-color
log="${RUNNER_TEMP:?}/plan.txt"
status=0
terraform plan -refresh-only -detailed-exitcode -input=false -lock=false -no-color 2>&1 | tee "$log" || status=$?

# A remote run's exit code says whether the run can be applied; what terraform prints is looked at too.
if [[ $status -ne 0 && $status -ne 2 ]]; then
  echo "::error::$stack: the plan failed; see above"
  exit 1
elif [[ $status -eq 0 ]] && grep -qF "No changes. Your infrastructure still matches" "$log" && ! grep -qF "Objects have changed outside of" "$log"; then
  echo "drifted=false" >> "${GITHUB_OUTPUT:?}"
else
  echo "drifted=true" >> "${GITHUB_OUTPUT:?}"
fi
