import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadEstate } from "../../config/load.ts";
import { atlantisServerFiles } from "../../generate/atlantis-server.ts";
import { stackExtract } from "../../generate/stack-extract.ts";
import type { StackSpec } from "../../stacks/stack-spec.ts";
import { serverFiles } from "../atlantis/estate-policy.ts";
import { committed, committedExtract, committedIds, defaultStacks } from "../estate.ts";

const files = serverFiles();
const text = (name: string): string => files[`atlantis/${name}`] ?? "";
const estate = loadEstate("config");

/** The files as they would be with these stacks. */
function made(outputs: Record<string, object>, changed: object = {}) {
  const stacks = Object.keys(outputs).map((id) => ({ id })) as unknown as StackSpec[];
  return atlantisServerFiles({ ...estate, ...changed }, stacks, (id) => outputs[id] && stackExtract(outputs[id]));
}

const stackWith = (source: string, version: string, provider: object = {}) => ({
  terraform: { required_providers: { x: { source, version } } },
  provider,
});

/** Flags of `atlantis server` that say how it behaves: https://github.com/runatlantis/atlantis/blob/main/cmd/server.go. */
const flags = new Set(
  `allow-commands allow-draft-prs allow-fork-prs autodiscover-mode automerge parallel-plan parallel-apply checkout-depth checkout-strategy
  data-dir default-tf-version disable-apply-all disable-autoplan disable-markdown-folding disable-repo-locking disable-global-apply-lock
  discard-approval-on-plan emoji-reaction enable-diff-markdown-format enable-policy-checks enable-regexp-cmd executable-name
  fail-on-pre-workflow-hook-error hide-unchanged-plan-comments gh-hostname gh-team-allowlist gh-app-id gh-app-key gh-app-key-file gh-app-slug
  gh-app-installation-id gh-org gh-allow-mergeable-bypass-apply include-git-untracked-files hide-prev-plan-comments locking-db-type log-level
  max-comments-per-command parallel-pool-size port repo-config repo-allowlist silence-no-projects silence-fork-pr-errors
  silence-vcs-status-no-plans silence-vcs-status-no-projects silence-allowlist-errors skip-clone-no-changes restrict-file-list tf-download
  use-tf-plugin-cache var-file-allowlist vcs-status-name tfe-hostname tfe-local-execution-mode write-git-creds web-basic-auth
  websocket-check-origin`.split(/\s+/),
);

describe("the files of the Atlantis server", () => {
  it("are complete, and say where they come from", () => {
    expect(Object.keys(files)).toEqual(["repos.yaml", "server.yaml", "Dockerfile", "guard.json"].map((name) => `atlantis/${name}`));
    for (const [path, content] of Object.entries(files)) {
      expect(content.slice(0, 120), path).toContain("npm run synth");
      expect(content, path).not.toMatch(/\{\{|\}\}$|undefined/m);
      expect(Math.max(...content.split("\n").map((line) => line.length)), path).toBeLessThanOrEqual(140);
    }
  });

  it("let no pull request decide what runs", () => {
    const { repos, workflows } = parse(text("repos.yaml"));
    expect(repos).toEqual([
      {
        id: "github.com/acme/platform",
        branch: "/^main$/",
        apply_requirements: ["approved", "mergeable", "undiverged"],
        allowed_overrides: [],
        allow_custom_workflows: false,
        autodiscover: { mode: "disabled" },
        policy_check: false,
        workflow: "stacks",
      },
    ]);
    const guard = { run: "node /opt/atlantis/guard.ts /opt/atlantis/guard.json" };
    expect(workflows).toEqual({
      stacks: { plan: { steps: [guard, "init", "plan"] }, apply: { steps: [guard, { run: "node /opt/atlantis/apply.ts" }] } },
    });
  });

  it("set flags that Atlantis has", () => {
    const settings = parse(text("server.yaml"));
    expect(Object.keys(settings).filter((name) => !flags.has(name))).toEqual([]);
    expect(settings).toMatchObject({
      "checkout-strategy": "merge",
      "tf-download": false,
      "use-tf-plugin-cache": false,
      "restrict-file-list": false,
      "allow-fork-prs": false,
      "write-git-creds": true,
      "default-tf-version": "v1.11.4",
      "repo-allowlist": "github.com/acme/platform",
      "gh-team-allowlist":
        "*:plan, *:version, platform-administrators:apply, platform-administrators:unlock, platform-operators:apply, platform-operators:unlock, developers:apply, developers:unlock",
    });
    // Atlantis refuses to start with this and without a token in its own configuration.
    expect(settings).not.toHaveProperty("tfe-hostname");
  });

  it("pin every version of the image", () => {
    const from = text("Dockerfile").match(/^FROM \S+/gm);
    expect(from).toHaveLength(3);
    for (const image of from ?? []) expect(image).toMatch(/:v?\d+\.\d+\.\d+(-[a-z]+)*$/);
    expect(from?.[0]).toBe("FROM hashicorp/terraform:1.11.4");
    expect(
      text("Dockerfile")
        .match(/^USER .*/gm)
        ?.at(-1),
    ).toBe("USER atlantis");
  });

  it("follow the repository to a GitHub Enterprise Server", () => {
    const github = { ...estate.github, url: "https://github.example.com/" };
    const changed = made({}, { github });
    expect(parse(changed["atlantis/repos.yaml"] ?? "").repos[0].id).toBe("github.example.com/acme/platform");
    expect(parse(changed["atlantis/server.yaml"] ?? "")).toMatchObject({ "gh-hostname": "github.example.com" });
  });

  it("are not made where state is local", () => {
    expect(made({}, { terraform: { ...estate.terraform, backend: "local" } })).toEqual({});
  });
});

describe("the guard's policy", () => {
  const policyOf = (outputs: Record<string, object>) => JSON.parse(made(outputs)["atlantis/guard.json"] ?? "");

  it("allows the providers of the stacks, in their exact versions", () => {
    const used = committedIds().flatMap((id) => Object.values(committed(id).terraform.required_providers ?? {}));
    const { providers } = JSON.parse(text("guard.json"));
    expect(new Set(Object.values(providers).map((provider) => (provider as { version: string }).version))).toEqual(
      new Set(used.map(({ version }) => version)),
    );
    expect(providers["registry.terraform.io/hashicorp/aws"]).toEqual({
      version: "6.25.0",
      arguments: ["allowed_account_ids", "default_tags", "region", "shared_config_files"],
      addresses: {},
    });
  });

  it("joins what stacks say of a provider, in a fixed order", () => {
    const one = stackWith("tfe", "1.0.0", { x: [{ organization: "acme", hostname: "b.example.com" }] });
    const other = stackWith("hashicorp/tfe", "1.0.0", {
      x: [
        { alias: "y", hostname: "a.example.com" },
        { hostname: "${data.x.y}", ssl: true },
      ],
    });
    const expected = {
      version: "1.0.0",
      arguments: ["hostname", "organization", "ssl"],
      addresses: { hostname: ["a.example.com", "b.example.com"] },
    };
    expect(policyOf({ one, other }).providers).toEqual({ "registry.terraform.io/hashicorp/tfe": expected });
    expect(made({ one, other })).toEqual(made({ other, one }));
  });

  it("knows arguments of blocks by their path, but not what tags there are nor what is run", () => {
    const kubernetes = { host: "${data.x.y}", exec: { command: "aws" } };
    const one = stackWith("helm", "1.0.0", { x: [{ kubernetes, default_tags: [{ tags: { team: "x" } }], default_labels: { team: "x" } }] });
    expect(policyOf({ one }).providers["registry.terraform.io/hashicorp/helm"].arguments).toEqual([
      ...["default_labels", "default_tags"],
      ...["kubernetes", "kubernetes.exec", "kubernetes.host"],
    ]);
  });

  it("knows one version of a provider", () => {
    const outputs = { one: stackWith("a/b", "1.0.0"), other: stackWith("a/b", "2.0.0") };
    expect(() => made(outputs)).toThrow("registry.terraform.io/a/b: stacks have versions 1.0.0 and 2.0.0; give all the same");
  });

  it("stays what it is while a stack has no output: what the others say is not all", () => {
    const stacks = [...defaultStacks(), { id: "new" } as StackSpec];
    const files = atlantisServerFiles(estate, stacks, (id) => (id === "new" ? undefined : committedExtract(id)));
    expect(Object.keys(files).sort()).toEqual(["atlantis/Dockerfile", "atlantis/repos.yaml", "atlantis/server.yaml"]);
  });

  it("allows the programs that the clusters of the estate need, and no other", () => {
    const { exec } = JSON.parse(text("guard.json"));
    const commands = committedIds().map((id) => committed(id).output?.cluster__exec_command?.value);
    expect(Object.keys(exec).sort()).toEqual([...new Set(commands.filter((command) => command !== undefined))].sort());
    for (const id of committedIds().filter((name) => name.endsWith("-cluster"))) {
      const { cluster__exec_command: command, cluster__exec_args: args } = committed(id).output ?? {};
      const { begin, options } = exec[String(command?.value)];
      const given = args?.value as string[];
      expect(given.slice(0, begin.length)).toEqual(begin);
      for (const [index, word] of given.slice(begin.length).entries()) if (index % 2 === 0) expect(options).toContain(word);
    }
  });

  it("is what the templates' server reads", () => {
    expect(readFileSync("generate/templates/atlantis/Dockerfile", "utf8")).toContain(
      "COPY *.ts guard.json repos.yaml server.yaml /opt/atlantis/",
    );
  });
});
