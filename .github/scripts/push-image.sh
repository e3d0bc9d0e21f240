#!/usr/bin/env bash
# Builds an image of this repository and pushes it, unless the registry has one of that tag: a tag always means the same image.
set -euo pipefail

image="${IMAGE:?}"
tag="${TAG:?}"
name="${FOLDER:?}/$image"
# arn:aws:iam::<account>:role/<name>
IFS=: read -r _ _ _ _ account _ <<< "${AWS_ROLE_ARN:?}"
host="$account.dkr.ecr.${AWS_REGION:?}.amazonaws.com"

if answer=$(aws ecr describe-images --repository-name "$name" --image-ids "imageTag=$tag" 2>&1); then
  echo "::notice::$name:$tag is in the registry already and stays as it is; to build another, raise versions.images.$image in config/estate.yaml"
  exit 0
elif ! grep -qF ImageNotFoundException <<< "$answer"; then
  echo "::error::$name:$tag: could not ask the registry whether it is there: $answer"
  exit 1
fi

# Before the build, which may take longer than the job's token lives.
aws ecr get-login-password | docker login --username AWS --password-stdin "$host"
docker build --pull --tag "$host/$name:$tag" "$image"
docker push "$host/$name:$tag"
echo "$name:$tag" >> "${GITHUB_STEP_SUMMARY:?}"
