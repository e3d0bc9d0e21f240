import { Ec2ManagedPrefixList } from "@cdktf/provider-aws/lib/ec2-managed-prefix-list";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { LoadBalancer } from "@cdktf/provider-cloudflare/lib/load-balancer";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { MonitoringNotificationChannel } from "@cdktf/provider-google/lib/monitoring-notification-channel";
import { SqlDatabaseInstance } from "@cdktf/provider-google/lib/sql-database-instance";
import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket";
import { TerraformIterator, TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { defineContract, list, number, text } from "../../constructs/contract.ts";
import { PlaceStack } from "../../stacks/place-stack.ts";
import type { PlacedSpec } from "../../stacks/stack-spec.ts";
import { type StackJson, synthesized } from "../estate.ts";
import { sampleSpec } from "./sample-spec.ts";

const contract = defineContract("thing", { name: text(), size: number(), parts: list() });
const values = { name: "a", size: 3, parts: ["x", "y"] };

class Scene extends PlaceStack {
  constructor(scope: Construct, spec: PlacedSpec, act: (stack: Scene) => void) {
    super(scope, spec);
    act(this);
  }
  override publish = super.publish;
  override consume = super.consume;
}

function stack(act: (scene: Scene) => void, changes: Partial<PlacedSpec> = {}): StackJson {
  const spec: PlacedSpec = sampleSpec({
    id: "dev-aws-use1-scene",
    tags: { owner: "Team@example.com", stack: "scene" },
    build: (scope) => new Scene(scope, spec, act),
    ...changes,
  });
  return synthesized(spec);
}

/** Another cloud's stack; its provider comes with the place. */
const on = {
  gcp: {
    place: {
      organization: "acme",
      environment: "dev",
      cloud: "gcp",
      region: "us-east4",
      account: { cloud: "gcp", projectId: "acme-dev", projectNumber: "1", billingAccount: "A" },
    },
  },
  azure: {
    place: {
      organization: "acme",
      environment: "dev",
      cloud: "azure",
      region: "eastus2",
      account: { cloud: "azure", subscriptionId: "s", tenantId: "t" },
    },
  },
} as const satisfies Record<string, Partial<PlacedSpec>>;

const producer = { id: "dev-aws-account", publishes: ["thing"] };

describe("contracts between stacks", () => {
  it("publishes one flat output per field, and the version of the format", () => {
    const { output } = stack((scene) => scene.publish(contract, values), { publishes: ["thing"] });
    expect(output).toEqual({
      contract_version: { value: "1" },
      thing__name: { value: "a" },
      thing__size: { value: 3 },
      thing__parts: { value: ["x", "y"] },
    });
  });

  it("reads what another stack published, from the state of its workspace", () => {
    const { data, output } = stack(
      (scene) => {
        const thing = scene.consume(contract);
        new TerraformOutput(scene, "all", { value: [thing.name, thing.size, thing.parts] });
      },
      { consumes: [producer] },
    );
    expect(data?.terraform_remote_state?.["dev-aws-account"]).toEqual({
      backend: "remote",
      config: { hostname: "app.terraform.io", organization: "acme", workspaces: { name: "acme-dev-aws-account" } },
    });
    const read = (name: string) => `\${data.terraform_remote_state.dev-aws-account.outputs.thing__${name}}`;
    expect(output?.all?.value).toEqual(["name", "size", "parts"].map(read));
  });

  it("refuses to publish what the spec does not state", () => {
    expect(() => stack((scene) => scene.publish(contract, values))).toThrow(
      "dev-aws-use1-scene: publishes thing, but its spec lists none; add it there",
    );
  });

  it("refuses a spec that states what is not published", () => {
    expect(() => stack(() => undefined, { publishes: ["thing"] })).toThrow(
      /dev-aws-use1-scene: its spec says it publishes thing, and it does not/,
    );
  });

  it("refuses to consume what nobody listed publishes, naming both stacks", () => {
    const consumes = [{ id: "dev-aws-account", publishes: ["account"] }];
    expect(() => stack((scene) => scene.consume(contract), { consumes })).toThrow(
      "dev-aws-use1-scene: consumes thing, published by none of the stacks its spec lists (dev-aws-account publishes account); list a stack that publishes it",
    );
  });

  it("asks which producer is meant where several publish the contract", () => {
    const consumes = [producer, { id: "dev-gcp-account", publishes: ["thing"] }];
    expect(() => stack((scene) => scene.consume(contract), { consumes })).toThrow(
      /published by dev-aws-account, dev-gcp-account of.*name the one that is meant/,
    );
    const { data } = stack((scene) => new TerraformOutput(scene, "x", { value: scene.consume(contract, "dev-gcp-account").name }), {
      consumes,
    });
    expect(Object.keys(data?.terraform_remote_state ?? {})).toEqual(["dev-gcp-account"]);
  });
});

describe("state", () => {
  const local = { version: "1.11.4", backend: "local", hostname: "", organization: "acme" } as const;

  it("is a relative path outside cdktf.out with the local backend, for reading as well", () => {
    const { terraform, data } = stack((scene) => new TerraformOutput(scene, "x", { value: scene.consume(contract).name }), {
      terraform: local,
      consumes: [producer],
    });
    expect(terraform.backend?.local?.path).toBe("../../../terraform.tfstate.d/dev-aws-use1-scene.tfstate");
    expect(terraform.cloud).toBeUndefined();
    expect(terraform.required_version).toBe("1.11.4");
    expect(data?.terraform_remote_state?.["dev-aws-account"]).toEqual({
      backend: "local",
      config: { path: "../../../terraform.tfstate.d/dev-aws-account.tfstate" },
    });
  });
});

describe("nested blocks", () => {
  it("are arrays at every depth; maps stay objects", () => {
    const { resource } = stack((scene) => {
      const scalingConfig = { minSize: 1, maxSize: 2, desiredSize: 1 };
      new EksNodeGroup(scene, "Nodes", { clusterName: "c", nodeRoleArn: "r", subnetIds: [], labels: { a: "b" }, scalingConfig });
    });
    expect(resource.aws_eks_node_group?.Nodes).toMatchObject({ labels: { a: "b" }, scaling_config: [{ min_size: 1 }] });
    const sql = stack((scene) => {
      const backupConfiguration = { backupRetentionSettings: { retainedBackups: 7 } };
      new SqlDatabaseInstance(scene, "Db", { databaseVersion: "POSTGRES_17", settings: { tier: "t", backupConfiguration } });
    }, on.gcp);
    expect(sql.resource.google_sql_database_instance?.Db).toMatchObject({
      settings: [{ backup_configuration: [{ backup_retention_settings: [{ retained_backups: 7 }] }] }],
    });
  });

  it("that are nested attributes stay objects: terraform takes them in no other form", () => {
    const { resource } = stack((scene) => {
      new CloudflareProvider(scene, "Cloudflare", {});
      const adaptiveRouting = { failoverAcrossPools: true };
      new LoadBalancer(scene, "Lb", { zoneId: "z", name: "n", defaultPools: [], fallbackPool: "f", adaptiveRouting });
    });
    expect(resource.cloudflare_load_balancer?.Lb).toMatchObject({ adaptive_routing: { failover_across_pools: true } });
  });

  it("that are dynamic stay as cdktf writes them", () => {
    const { resource } = stack((scene) => {
      const cidrs = TerraformIterator.fromList(["10.0.0.0/8"]);
      new Ec2ManagedPrefixList(scene, "List", {
        name: "n",
        addressFamily: "IPv4",
        maxEntries: 1,
        entry: cidrs.dynamic({ cidr: cidrs.value }),
      });
    });
    expect(resource.aws_ec2_managed_prefix_list?.List).toMatchObject({ dynamic: { entry: { content: { cidr: "${each.value}" } } } });
  });
});

describe("tags", () => {
  it("go on everything that takes them, in each cloud's spelling, under the resource's own", () => {
    const aws = stack((scene) => new S3Bucket(scene, "Bucket", { tags: { stack: "mine", extra: "x" } }));
    expect(aws.resource.aws_s3_bucket?.Bucket).toMatchObject({ tags: { owner: "Team@example.com", stack: "mine", extra: "x" } });
    const gcp = stack((scene) => new StorageBucket(scene, "Store", { name: "n", location: "US" }), on.gcp);
    expect(gcp.resource.google_storage_bucket?.Store).toMatchObject({ labels: { owner: "team_at_example_com", stack: "scene" } });
    const azure = stack((scene) => new ResourceGroup(scene, "Group", { name: "n", location: "eastus2" }), on.azure);
    expect(azure.resource.azurerm_resource_group?.Group).toMatchObject({ tags: { owner: "Team@example.com", stack: "scene" } });
  });

  it("leave labels alone that are settings: a notification channel's address", () => {
    const { resource } = stack(
      (scene) => new MonitoringNotificationChannel(scene, "Channel", { type: "email", labels: { email_address: "a@b.c" } }),
      on.gcp,
    );
    const channel = resource.google_monitoring_notification_channel?.Channel;
    expect(channel).toMatchObject({ user_labels: { stack: "scene" } });
    expect(channel).toHaveProperty("labels", { email_address: "a@b.c" });
  });
});

describe("addresses", () => {
  it("are the path, without a hash and without Resource", () => {
    const { resource } = stack((scene) => {
      const group = new Construct(scene, "Data");
      new S3Bucket(group, "Resource", {});
      new S3Bucket(group, "Log", {});
    });
    expect(Object.keys(resource.aws_s3_bucket ?? {})).toEqual(["Data", "Data_Log"]);
  });

  it("refuses two constructs whose paths join to one address", () => {
    expect(() =>
      stack((scene) => {
        new S3Bucket(new Construct(scene, "A"), "B_C", {});
        new S3Bucket(new Construct(scene, "A_B"), "C", {});
      }),
    ).toThrow(/A\/B_C and .*A_B\/C both get the address aws_s3_bucket\.A_B_C; rename one/);
  });
});
