#!/usr/bin/env bash
# Installs exactly this Infracost: v2 is another product, and "latest" gives v2.
set -euo pipefail

version=0.10.45
# Of infracost-linux-amd64.tar.gz, as the release publishes it beside the archive.
sha256=e2f527d8391a87ac00bfc55237ff875107861715e234bbbeb9b6015aba576c77

folder="${RUNNER_TEMP:?}/infracost"
mkdir -p "$folder"
curl --fail --silent --show-error --location --retry 3 --output "$folder/infracost.tar.gz" \
  "https://github.com/infracost/infracost/releases/download/v${version}/infracost-linux-amd64.tar.gz"
if ! echo "$sha256  $folder/infracost.tar.gz" | sha256sum --check --quiet -; then
  echo "::error::infracost v${version}: the archive is not the one this repository pins; do not use it"
  exit 1
fi
tar -xzf "$folder/infracost.tar.gz" -C "$folder" infracost-linux-amd64
mv "$folder/infracost-linux-amd64" "$folder/infracost"
echo "$folder" >> "${GITHUB_PATH:?}"
