import { App } from "cdktf";
import { describe, expect, it } from "vitest";
import { accountContract } from "../../constructs/account/contract.ts";
import { clouds } from "../../constructs/clouds/index.ts";
import { clusterContract } from "../../constructs/cluster/contract.ts";
import { type CloudAccount, type CloudName, cloudNames, makePlace } from "../../constructs/place.ts";
import type { RegistryProps } from "../../constructs/registry/contract.ts";
import { PlatformStack } from "../../stacks/platform-stack.ts";
import { elementsOf } from "../../synth/document-writer.ts";
import { listBlocksOf } from "../../synth/nested-blocks.ts";
import { sampleValues } from "../addons/sample-context.ts";
import { type Attributes, committed, type StackJson } from "../estate.ts";
import { sampleSpec } from "../stacks/sample-spec.ts";

const accounts: Record<CloudName, CloudAccount> = {
  aws: { cloud: "aws", accountId: "111111111111" },
  gcp: { cloud: "gcp", projectId: "acme-mgmt", projectNumber: "111111111111", billingAccount: "0A1B2C-3D4E5F-6A7B8C" },
  azure: { cloud: "azure", subscriptionId: "00000000-0000-0000-0000-000000000001", tenantId: "00000000-0000-0000-0000-00000000aaaa" },
};
const homes: Record<CloudName, string> = { aws: "us-east-1", gcp: "us-east4", azure: "eastus2" };
const copies: Record<CloudName, string[]> = { aws: ["us-west-2"], gcp: ["us-west1"], azure: ["centralus"] };

/** The registry of a cloud in the central environment, with another account and two clusters that pull. */
function registry(cloud: CloudName, overrides: Partial<RegistryProps> = {}): StackJson["resource"] {
  const place = makePlace({ organization: "acme", environment: "mgmt", cloud, region: homes[cloud], account: accounts[cloud] });
  class Stack extends PlatformStack {}
  const clusters = Object.fromEntries(
    ["prod-one", "staging-two"].map((id) => [id, sampleValues(clusterContract, { nodeIdentity: `<nodes of ${id}>` })]),
  );
  const props: RegistryProps = {
    place,
    account: sampleValues(accountContract),
    images: ["agents", "shop"],
    accounts: [accounts[cloud], { cloud: "aws", accountId: "444444444444" }],
    clusters,
    replicaRegions: copies[cloud],
    github: { owner: "acme", repositories: ["shop", "reports"], tokenHost: "token.actions.githubusercontent.com" },
    deletionProtection: true,
    ...overrides,
  };
  const stack = new Stack(new App(), sampleSpec({ id: "mgmt-registry" }));
  clouds[cloud].registry(stack, "Registry", props);
  const document = stack.toTerraform() as unknown as StackJson;
  listBlocksOf(elementsOf(stack), document as never);
  return document.resource;
}

const all = (found: StackJson["resource"], type: string): Attributes[] => Object.values(found[type] ?? {});
const one = (found: StackJson["resource"], type: string): Attributes => all(found, type)[0] as Attributes;
const aws = registry("aws");
const gcp = registry("gcp");
const azure = registry("azure");
const text = (value: unknown) => JSON.stringify(value);

describe("images on aws", () => {
  it("have a repository each, whose tags never move, scanned and encrypted with our key", () => {
    const repositories = all(aws, "aws_ecr_repository");
    expect(repositories.map(({ name }) => name)).toEqual(["acme/agents", "acme/shop"]);
    for (const repository of repositories) {
      expect(repository).toMatchObject({
        image_tag_mutability: "IMMUTABLE",
        image_scanning_configuration: [{ scan_on_push: true }],
        encryption_configuration: [{ encryption_type: "KMS", kms_key: "${aws_kms_key.Registry_Key.arn}" }],
        lifecycle: { prevent_destroy: true },
      });
    }
  });

  it("are pulled by the other accounts and pushed by nobody of theirs", () => {
    const policies = all(aws, "aws_ecr_repository_policy").map(({ policy }) => JSON.parse(String(policy)).Statement);
    expect(policies).toHaveLength(2);
    for (const statements of policies) {
      expect(statements).toHaveLength(1);
      expect(statements[0].Principal).toEqual({ AWS: ["arn:aws:iam::444444444444:root"] });
      expect(text(statements[0].Action)).not.toMatch(/Put|Upload|\*/);
    }
    expect(registry("aws", { accounts: [accounts.aws] }).aws_ecr_repository_policy).toBeUndefined();
  });

  it("are copied where other clusters are, into repositories as strict", () => {
    const [{ rule }] = one(aws, "aws_ecr_replication_configuration").replication_configuration as unknown as [
      { rule: { destination: object[] }[] },
    ];
    expect(rule[0]?.destination).toEqual([{ region: "us-west-2", registry_id: "111111111111" }]);
    expect(one(aws, "aws_ecr_repository_creation_template")).toMatchObject({
      region: "us-west-2",
      image_tag_mutability: "IMMUTABLE",
      applied_for: ["REPLICATION"],
      encryption_configuration: [{ encryption_type: "KMS" }],
    });
    const alone = registry("aws", { replicaRegions: [] });
    expect([alone.aws_ecr_replication_configuration, alone.aws_ecr_repository_creation_template]).toEqual([undefined, undefined]);
  });
});

describe("images on gcp", () => {
  it("are in one repository of the continent, whose tags never move, scanned and encrypted with our key", () => {
    expect(one(gcp, "google_artifact_registry_repository")).toMatchObject({
      location: "us",
      kms_key_name: "${google_kms_crypto_key.Registry_Key.id}",
      docker_config: [{ immutable_tags: true }],
      vulnerability_scanning_config: [{ enablement_config: "INHERITED" }],
      lifecycle: { prevent_destroy: true },
    });
    expect(one(gcp, "google_kms_key_ring").location).toBe("us");
  });

  it("are pulled by the nodes of the given clusters and by nobody else", () => {
    const members = all(gcp, "google_artifact_registry_repository_iam_member");
    const readers = members.filter(({ role }) => role === "roles/artifactregistry.reader").map(({ member }) => member);
    expect(readers).toEqual(["serviceAccount:<nodes of prod-one>", "serviceAccount:<nodes of staging-two>"]);
    expect(members).toHaveLength(3);
  });
});

describe("images on azure", () => {
  it("are in a registry without passwords, in several zones and regions", () => {
    expect(one(azure, "azurerm_container_registry")).toMatchObject({
      sku: "Premium",
      admin_enabled: false,
      anonymous_pull_enabled: false,
      zone_redundancy_enabled: true,
      georeplications: [{ location: "centralus", zone_redundancy_enabled: true }],
      lifecycle: { prevent_destroy: true },
    });
  });

  it("are pulled by the nodes of the given clusters and by nobody else", () => {
    const roles = all(azure, "azurerm_role_assignment").map(({ role_definition_name: role, principal_id: who }) => [role, who]);
    expect(roles.filter(([role]) => role === "AcrPull").map(([, who]) => who)).toEqual(["<nodes of prod-one>", "<nodes of staging-two>"]);
    expect(roles).toHaveLength(3);
  });
});

describe("who pushes", () => {
  const branch = (repository: string) => `repo:acme/${repository}:ref:refs/heads/main`;

  it("is on aws a role for jobs of the main branch, by exact subjects and audience, which deletes nothing", () => {
    const role = Object.values(aws.aws_iam_role ?? {}).find(({ name }) => String(name).endsWith("push")) as Attributes;
    expect(JSON.parse(String(role.assume_role_policy)).Statement[0].Condition).toEqual({
      StringEquals: {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": [branch("shop"), branch("reports")],
      },
    });
    const rights = Object.entries(aws.aws_iam_role_policy ?? {}).find(([id]) => id.includes("Push"))?.[1] as Attributes;
    expect(rights.policy).not.toMatch(/Delete|"ecr:\*"/);
  });

  it("is on gcp an account for jobs that a provider of their own lets in, of these repositories and the main branch", () => {
    const { attribute_condition: condition } = one(gcp, "google_iam_workload_identity_pool_provider");
    expect(condition).toBe(
      'assertion.repository_owner == "acme" && assertion.repository in ["acme/shop", "acme/reports"] && assertion.ref == "refs/heads/main"',
    );
    expect(all(gcp, "google_service_account_iam_member").map(({ member }) => String(member).split("/attribute.")[1])).toEqual([
      "pushes/acme/shop",
      "pushes/acme/reports",
    ]);
  });

  it("is on azure an identity with a credential per repository, by exact subject and audience", () => {
    const credentials = all(azure, "azurerm_federated_identity_credential");
    expect(credentials.map(({ subject }) => subject)).toEqual([branch("shop"), branch("reports")]);
    for (const { audience } of credentials) expect(audience).toEqual(["api://AzureADTokenExchange"]);
  });

  it("is nobody where no repository has an application for the cloud", () => {
    for (const cloud of cloudNames) {
      const none = registry(cloud, { github: { owner: "acme", repositories: [], tokenHost: "token.actions.githubusercontent.com" } });
      expect(text(none), cloud).not.toMatch(/refs\/heads|AcrPush|artifactregistry\.writer/);
    }
  });
});

describe("the registries of the default estate", () => {
  it("are one per cloud, in the central environment", () => {
    for (const cloud of cloudNames) expect(committed(`mgmt-${cloud}-registry`).output?.registry__address?.value, cloud).toBeDefined();
  });
});
