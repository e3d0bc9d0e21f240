import { constructId } from "./construct-id.ts";

/**
 * Id of a repository among all. GitHub itself does not tell upper from lower case.
 *
 * @throws when another one would get the same id
 */
export function repositoryId(name: string, all: readonly string[]): string {
  const id = constructId(name);
  const twin = all.find((other) => other !== name && constructId(other) === id);
  if (twin !== undefined) {
    throw new Error(`github.repositories: ${name} and ${twin} differ in case or punctuation only, and would be one; rename one`);
  }
  return `Repository${id}`;
}
