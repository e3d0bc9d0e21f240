/** `platform-gitops` -> `PlatformGitops`, `AWS_REGION` -> `AwsRegion`: what addresses of constructs are made of. */
export const constructId = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => `${word[0]?.toUpperCase() ?? ""}${word.slice(1).toLowerCase()}`)
    .join("");
