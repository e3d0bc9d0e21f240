import type { Git } from "./git.ts";

/** What is compared with what. */
export interface Range {
  readonly base: Revision;
  readonly head: Revision;
  /** What a reader must know of the choice. */
  readonly notes: readonly string[];
}

/** One side of a comparison. */
export interface Revision {
  /** What a person calls it: a reference, or `the working tree`. */
  readonly name: string;
  /** Full commit id; undefined for the working tree. */
  readonly commit?: string;
}

/** References as given on the command line. */
export interface RangeOptions {
  readonly base?: string;
  readonly head?: string;
}

/** The branch that changes go to, by the first of these that exists. */
const trunks = ["origin/HEAD", "origin/main", "main"];

const workingTree = "the working tree";

/**
 * The revisions to compare. The base is where the head left the base branch, so that what others merged since does not
 * show as undone; but going back, where both are given and the head is older than the base, is compared as it is.
 *
 * @default base: `origin/HEAD`, `origin/main` or `main`, the first that exists; head: the working tree
 */
export function resolveRange(git: Git, { base, head }: RangeOptions): Range {
  const tip = commitOf(git, head ?? "HEAD", head === undefined ? undefined : "--head");
  const trunk = base ?? trunks.find((name) => git.commit(name) !== undefined);
  if (trunk === undefined) throw new Error(noTrunk(git));
  const from = commitOf(git, trunk, "--base");
  const fork = mergeBase(git, from, tip, trunk, head ?? "HEAD");
  const goesBack = base !== undefined && head !== undefined && fork === tip && from !== tip;
  const commit = goesBack ? from : fork;
  return {
    base: { name: commit === from ? trunk : `merge base of ${trunk} and ${head ?? "HEAD"}`, commit },
    head: head === undefined ? { name: workingTree } : { name: head, commit: tip },
    notes: [
      ...(goesBack ? [`${head} is older than ${base}: this is what going back does`] : []),
      ...(head === undefined && base === undefined && fork === tip && from === tip
        ? [`HEAD is ${trunk}: only changes that are not committed show; name an older commit with --base`]
        : []),
    ],
  };
}

function commitOf(git: Git, reference: string, option?: string): string {
  const commit = git.commit(reference);
  if (commit !== undefined) return commit;
  if (option === undefined) throw new Error("HEAD: the repository has no commit yet; commit first");
  if (git.isShallow()) throw new Error(shallow(`${option} ${reference}: is not in this shallow clone`));
  throw new Error(`${option} ${reference}: is not a commit, branch or tag of this repository; check the name, or fetch it with git fetch`);
}

function mergeBase(git: Git, from: string, tip: string, base: string, head: string): string {
  const { ok, out } = git.ask(["merge-base", from, tip]);
  if (ok) return out.toString("utf8").trim();
  if (git.isShallow()) throw new Error(shallow(`${base} and ${head}: have no common commit in this shallow clone`));
  throw new Error(`${base} and ${head}: have no common commit; name a base that the change started from with --base`);
}

function noTrunk(git: Git): string {
  if (git.isShallow()) return shallow(`none of ${trunks.join(", ")} is in this shallow clone`);
  return `none of ${trunks.join(", ")} exists; name the commit to compare with by --base <ref>`;
}

const shallow = (what: string): string => `${what}; run git fetch --unshallow, or set fetch-depth: 0 where CI checks out`;
