import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Repository, stack } from "./repository.ts";

const version = (v: number) => stack({ x_y: { Z: { v } } });

/** main: 1, 2, 3; branch from 2: 4. On the branch. */
function branched(): Repository {
  const repository = Repository.create().stack("s", version(1));
  repository.commit("1");
  repository.stack("s", version(2)).commit("2");
  repository.git("switch", "--quiet", "--create", "branch");
  repository.stack("t", version(4)).commit("4");
  repository.git("switch", "--quiet", "main");
  repository.stack("s", version(3)).commit("3");
  repository.git("switch", "--quiet", "branch");
  return repository;
}

const changes = (repository: Repository, ...args: string[]): string[] =>
  repository
    .report(...args)
    .stacks.flatMap(({ id, action, resources }) =>
      resources.map(({ attributes }) => [id, action, ...attributes.map(({ before, after }) => `${before}-${after}`)].join(" ")),
    );

describe("what is compared", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("is what the branch did, not what others merged since", () => {
    const repository = branched();
    expect(changes(repository)).toEqual(["t added"]);
    expect(changes(repository, "--base", "main", "--head", "branch")).toEqual(["t added"]);
    const { base, head } = repository.report();
    expect(base).toEqual({ name: "merge base of main and HEAD", commit: repository.git("merge-base", "main", "branch") });
    expect(head).toEqual({ name: "the working tree" });
  });

  it("prefers the remote's own branch", () => {
    const repository = branched();
    repository.git("update-ref", "refs/remotes/origin/main", "main~2");
    expect(changes(repository)).toEqual(["s changed 1-2", "t added"]);
    repository.git("update-ref", "refs/remotes/origin/trunk", "main~1");
    repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk");
    expect(changes(repository)).toEqual(["t added"]);
  });

  it("is the two commits as they are where the head is the older one", () => {
    const repository = branched();
    expect(changes(repository, "--base", "main", "--head", "main~2")).toEqual(["s changed 3-1"]);
    expect(repository.report("--base", "main", "--head", "main~2").notes.join()).toContain(
      "main~2 is older than main: this is what going back does",
    );
  });

  it("is the working tree if no head is given, and names what is not committed", () => {
    const repository = branched().stack("s", version(9)).stack("u", version(1)).write("config/estate.yaml", "x");
    expect(changes(repository)).toEqual(["s changed 2-9", "t added", "u added"]);
    expect(repository.report().notes).toContain("not committed, and part of this: s, u; --head HEAD leaves that out");
    expect(changes(repository, "--head", "HEAD")).toEqual(["t added"]);
    expect(repository.report("--head", "HEAD").notes.join()).not.toContain("not committed");
  });

  it("is nothing on the base branch itself, which is said", () => {
    const repository = branched();
    repository.git("switch", "--quiet", "main");
    const { code, out } = repository.run();
    expect(code).toBe(0);
    expect(out).toContain("HEAD is main: only changes that are not committed show");
    expect(out).toContain("no stack differs");
  });

  it("is found in a folder of a larger repository", () => {
    const outer = Repository.create();
    const inner = new Repository(mkdtempSync(join(outer.folder, "platform-"))).stack("s", version(1));
    inner.commit();
    inner.stack("s", version(2));
    expect(changes(inner)).toEqual(["s changed 1-2"]);
    expect(inner.report().notes).toContain("not committed, and part of this: s; --head HEAD leaves that out");
  });

  it("is files, not links to them", () => {
    const repository = Repository.create()
      .write("elsewhere.json", JSON.stringify(version(1)))
      .stack("t", version(1));
    mkdirSync(join(repository.folder, "cdktf.out/stacks/s"));
    symlinkSync("../../../elsewhere.json", join(repository.folder, "cdktf.out/stacks/s/cdk.tf.json"));
    repository.commit();
    expect(changes(repository)).toEqual([]);
    rmSync(join(repository.folder, "cdktf.out/stacks/s/cdk.tf.json"));
    expect(changes(repository.stack("s", version(2)))).toEqual(["s added"]);
  });

  it("is read from repositories with SHA-256 ids", () => {
    const repository = new Repository();
    repository.git("init", "--quiet", "--initial-branch=main", "--object-format=sha256");
    repository.stack("s", version(1)).stack("t", version(1)).commit();
    expect(changes(repository.stack("s", version(2)))).toEqual(["s changed 1-2"]);
    expect(repository.report().stacks).toHaveLength(1);
  });
});

describe("refusals", () => {
  afterEach(() => vi.unstubAllEnvs());

  const shallow = (): Repository => {
    const clone = new Repository();
    clone.git("clone", "--quiet", "--depth", "1", "--single-branch", "--branch", "branch", pathToFileURL(branched().folder).href, ".");
    return clone;
  };

  it.each<[string, () => Repository, string[], RegExp]>([
    [
      "a reference that is not there",
      branched,
      ["--base", "nowhere"],
      /^--base nowhere: is not a commit, branch or tag of this repository; check the name, or fetch it/,
    ],
    ["a head that is not there", branched, ["--head", "nowhere"], /^--head nowhere: is not a commit/],
    ["a reference that looks like an option", branched, ["--base=--all"], /^--base --all: is not a commit/],
    [
      "a shallow clone without the base",
      shallow,
      ["--base", "HEAD~1"],
      /in this shallow clone; run git fetch --unshallow, or set fetch-depth: 0/,
    ],
    ["a folder outside a repository", () => new Repository(), [], /: is not in a git repository; run this in a clone/],
    ["a repository without a commit", Repository.create, [], /^HEAD: the repository has no commit yet/],
    [
      "a repository without a known branch",
      trunkless,
      [],
      /^none of origin\/HEAD, origin\/main, main exists; name the commit to compare with by --base <ref>$/,
    ],
    ["histories that have nothing in common", orphaned, [], /^main and HEAD: have no common commit; name a base/],
    [
      "a merge conflict",
      conflicted,
      [],
      /^cdktf.out\/stacks\/s\/cdk.tf.json in the working tree: has a merge conflict at line 2; resolve it in config/,
    ],
    ["a JSON that is no object, at the base", listed, [], /^cdktf.out\/stacks\/s\/cdk.tf.json in main: got JSON that is not an object/],
  ])("refuses %s", (_what, create, args, message) => {
    const { code, out, error } = create().run(...args);
    expect(error).toMatch(message);
    expect(error).not.toContain("\n");
    expect([code, out]).toEqual([1, ""]);
  });

  it("asks git in English, and without taking locks", () => {
    const repository = branched().write("bin/git", '#!/bin/sh\necho "$LC_ALL $GIT_OPTIONAL_LOCKS" >&2\nexit 1\n');
    chmodSync(join(repository.folder, "bin/git"), 0o700);
    vi.stubEnv("PATH", `${join(repository.folder, "bin")}:/bin`);
    expect(repository.run().error).toBe(`${repository.folder}: git cannot read the repository: C 0`);
  });

  it("refuses a machine without git", () => {
    const repository = branched();
    vi.stubEnv("PATH", "/nowhere");
    expect(repository.run()).toEqual({ code: 1, out: "", error: "git: cannot be started; install git and make it reachable by PATH" });
  });
});

function trunkless(): Repository {
  const repository = branched();
  repository.git("branch", "--quiet", "--delete", "--force", "main");
  return repository;
}

function orphaned(): Repository {
  const repository = branched();
  repository.git("switch", "--quiet", "--orphan", "alone");
  repository.commit();
  return repository;
}

function conflicted(): Repository {
  return branched().write("cdktf.out/stacks/s/cdk.tf.json", '{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> other\n}\n');
}

function listed(): Repository {
  const repository = Repository.create().write("cdktf.out/stacks/s/cdk.tf.json", "[]");
  repository.commit();
  return repository.stack("s", version(1));
}
