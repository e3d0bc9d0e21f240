import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Estate } from "../../config/estate.ts";
import { loadEstate } from "../../config/load.ts";
import { firstDeploymentFile } from "../../generate/first-deployment.ts";
import { catalog } from "../../stacks/catalog.ts";
import { appliedBefore } from "../../stacks/order.ts";
import type { StackSpec } from "../../stacks/stack-spec.ts";
import { defaultStacks } from "../estate.ts";

const estate = loadEstate("config");
const stacks = defaultStacks();
const pageOf = (about: Estate, of: readonly StackSpec[]): string =>
  firstDeploymentFile(about, of)["docs/runbooks/first-deployment.md"] ?? "";
const text = pageOf(estate, stacks);

/** [stack, command] of every terraform command to copy, in order. */
const commandsIn = (page: string): [string, string][] =>
  [...page.matchAll(/^.*terraform -chdir=cdktf\.out\/stacks\/([\w-]+) (\w+)/gm)].map(([, id = "", command = ""]) => [id, command]);
const place = (page: string, id: string, command: string): number =>
  commandsIn(page).findIndex(([stack, found]) => stack === id && found === command);

/** What is wrong with the order of the page's commands. */
function disorder(page: string, of: readonly StackSpec[]): string[] {
  return of.flatMap((spec) => {
    const { id } = spec;
    const [init, apply] = [place(page, id, "init"), place(page, id, "apply")];
    if (init < 0 || apply < 0) return [`${id}: is missing`];
    const late = appliedBefore(spec, of).filter((before) => place(page, before, "apply") > init);
    return [...(init < apply ? [] : [`${id}: apply before init`]), ...late.map((before) => `${id}: before ${before}`)];
  });
}

describe("the first deployment", () => {
  it("initializes and applies every stack, each after all that must be there before", () => {
    expect(disorder(text, stacks)).toEqual([]);
    expect(disorder(text.replace("prod-credentials apply", ""), stacks)).toEqual(["prod-credentials: is missing"]);
  });

  it("has commands of stacks that exist only", () => {
    const ids = new Set(stacks.map(({ id }) => id));
    expect(commandsIn(text).filter(([id]) => !ids.has(id))).toEqual([]);
    const modes = [...text.matchAll(/^mode ([\w-]+) (\w+)$/gm)].map(([, id = "", mode]) => [id, mode]);
    expect(modes.filter(([id = ""]) => !ids.has(id))).toEqual([]);
  });

  it("runs the accounts where the person is, and gives each back", () => {
    const bootstrapped = stacks.filter(({ layer }) => layer === "account");
    for (const { id } of bootstrapped) {
      const [local, apply, remote] = [`mode ${id} local`, `-chdir=cdktf.out/stacks/${id} apply`, `mode ${id} remote`].map((line) =>
        text.indexOf(line),
      );
      expect(local, id).toBeGreaterThan(0);
      expect([local, apply, remote], id).toEqual([local, apply, remote].sort((a = 0, b = 0) => a - b));
    }
    // Vault's own stack signs in by what it makes.
    expect(text.match(/^mode .* local$/gm)).toHaveLength(bootstrapped.length + 1);
  });

  it("has a person initialize Vault after its server and before what is in it, and throw the root token away", () => {
    const steps = ["stacks/mgmt-aws-use1-platform apply", "vault operator init", "stacks/mgmt-vault apply", "vault token revoke -self"];
    const places = [...steps, "stacks/mgmt-vault-access init", "stacks/dev-aws-use1-platform init"].map((step) => text.indexOf(step));
    expect(places.every((found) => found > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    const local: Estate = { ...estate, terraform: { ...estate.terraform, backend: "local" } };
    expect(pageOf(local, catalog(local))).toContain("vault operator init");
  });

  it("names each account, and uses the person's session of that account", () => {
    expect(text).toContain("| prod | gcp | project acme-prod (number 444444444444), billing account 0A1B2C-3D4E5F-6A7B8C |");
    expect(text).toMatch(/^AWS_PROFILE=<profile for 333333333333> terraform -chdir=cdktf.out\/stacks\/staging-aws-account apply$/m);
    expect(text).toMatch(/^GOOGLE_BILLING_PROJECT=acme-staging terraform -chdir=cdktf.out\/stacks\/staging-gcp-account apply$/m);
    expect(text.match(/^az login --tenant 00000000-0000-0000-0000-00000000aaaa$/gm)).toHaveLength(1);
  });

  it("says which stacks need an agent, before the first of them", () => {
    const onAgents = stacks.filter(({ execution }) => execution === "agent").map(({ id }) => id);
    const agents = text.indexOf("### Agents");
    for (const id of onAgents) {
      expect(text.slice(agents)).toContain(`\`${id}\``);
      expect(text.indexOf(`stacks/${id} init`)).toBeGreaterThan(agents);
    }
    expect(onAgents.length).toBe(35);
  });

  it("asks for what this configuration needs: the version, the host's token, the channel's address", () => {
    expect(text).toContain(`terraform ${estate.terraform.version} exactly`);
    expect(text).toContain("export TF_TOKEN_app_terraform_io=<");
    expect(text).toContain("| `notification_url` |");
    const terraform = { ...estate.terraform, hostname: "tfe.my-company.com", notifications: "none" as const };
    const other = pageOf({ ...estate, terraform }, stacks);
    expect(other).toContain("export TF_TOKEN_tfe_my__company_com=<");
    expect(other).toContain('Bearer $TF_TOKEN_tfe_my__company_com"');
    expect(other).toContain("https://tfe.my-company.com/api/v2/organizations/acme/workspaces/acme-$1");
    expect(other).not.toContain("notification_url");
  });

  it("asks for every secret of the variable sets, after the stack that makes them and before those that need them", () => {
    const table = text.slice(text.indexOf("stacks/global-workspaces apply"), text.indexOf("## 1. Accounts"));
    expect(table).toContain("| `acme-global-github` | `GITHUB_APP_PEM_FILE` |");
    for (const name of Object.keys(estate.environments)) {
      expect(table).toMatch(
        new RegExp(`^\\| \`acme-${name}-terraform\` \\| \`TFE_TOKEN\` \\| Token of the team credentials-${name}\\b`, "m"),
      );
    }
  });

  it("says nothing of clouds that are not used", () => {
    const { dev, mgmt } = estate.environments;
    const apps = { shop: estate.apps.shop as Estate["apps"][string] };
    const { aws } = mgmt?.clouds ?? {};
    const small = { ...estate, apps, environments: { mgmt: { ...mgmt, clouds: { aws } } as typeof mgmt, dev } };
    const page = pageOf(small, catalog(small));
    expect(page).not.toMatch(/Azure\n|Google Cloud\n/);
    expect(disorder(page, catalog(small))).toEqual([]);
    const ids = catalog(small).map(({ id }) => id);
    const named = [
      ...page.matchAll(/\b(?<!acme-)(?:dev|staging|prod|mgmt|global)-(?:aws|gcp|azure|workspaces|github|credentials)\b[a-z0-9-]*/g),
    ].map(([id]) => id);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("leaves out what is on its way out", () => {
    const retired = { "dev-aws-use1-data": "emptied", "dev-aws-use1-platform": "emptied", "dev-aws-use1-apps": "emptied" } as const;
    const less = { ...estate, retired };
    for (const id of Object.keys(retired)) expect(pageOf(less, catalog(less))).not.toContain(id);
  });

  it("is another page where state is local", () => {
    const local: Estate = { ...estate, terraform: { ...estate.terraform, backend: "local" } };
    const page = pageOf(local, catalog(local));
    expect(disorder(page, catalog(local))).toEqual([]);
    expect(page).not.toContain("HCP_");
    expect(page).toContain("terraform.tfstate.d/");
  });

  it("has no unfilled place, no table broken by an empty line, and only links that lead somewhere", () => {
    for (const page of [text, pageOf({ ...estate, terraform: { ...estate.terraform, notifications: "none" } }, stacks)]) {
      expect(page).not.toMatch(/\{\{|\n{3}|undefined/);
      expect(page).toMatch(/\| `TFE_TOKEN` \| environment \|.*\|\n(\| `notification_url` \|.*\n)?\n```/);
    }
    const links = [...text.matchAll(/\]\(((?!http)[^)#]+)/g)].map(([, link = ""]) => `docs/runbooks/${link}`);
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
  });
});
