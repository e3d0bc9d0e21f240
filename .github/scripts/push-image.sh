#!/usr/bin/env bash
# Builds an image of this repository and pushes it, unless the registry has one of that tag: a tag always means the same image.
set -euo pipefail

image="${IMAGE:?}"
tag="${TAG:?}"
host="${HOST:?}"
name="${FOLDER:+$FOLDER/}$image"

# How each cloud's registry is asked for an image, what it says where there is none, and how one signs in to push.
case "${CLOUD:?}" in
  aws)
    ask() { aws ecr describe-images --repository-name "$name" --image-ids "imageTag=$tag"; }
    missing=ImageNotFoundException
    sign_in() { aws ecr get-login-password | docker login --username AWS --password-stdin "$host"; }
    ;;
  gcp)
    ask() { gcloud artifacts docker images describe "$host/$name:$tag"; }
    missing="not found"
    sign_in() { gcloud auth configure-docker --quiet "$host"; }
    ;;
  azure)
    az login --output none --service-principal --username "${AZURE_CLIENT_ID:?}" --tenant "${AZURE_TENANT_ID:?}" --federated-token "$(< "${AZURE_FEDERATED_TOKEN_FILE:?}")"
    ask() { az acr manifest show-metadata --only-show-errors --registry "${host%%.*}" --name "$name:$tag"; }
    missing="not found"
    sign_in() { az acr login --name "${host%%.*}"; }
    ;;
esac

if answer=$(ask 2>&1); then
  echo "::notice::$name:$tag is in the registry already and stays as it is; to build another, raise its tag under versions.images in config/estate.yaml"
  exit 0
elif ! grep -qiF "$missing" <<< "$answer"; then
  echo "::error::$name:$tag: could not ask the registry whether it is there: $answer"
  exit 1
fi

# Before the build, which may take longer than the job's token lives.
sign_in
docker build --pull --tag "$host/$name:$tag" "$image"
docker push "$host/$name:$tag"
echo "$host/$name:$tag" >> "${GITHUB_STEP_SUMMARY:?}"
