import { describe, expect, it } from "vitest";
import { cloudNames } from "../../constructs/place.ts";
import { appsStack, givenTo, manifestOf, sampleApps } from "../constructs/sample-apps.ts";
import { hasHelm, type Json, merged, type Rendered, rendered } from "./render.ts";

const stacks = { aws: appsStack("aws"), gcp: appsStack("gcp"), azure: appsStack("azure") };
const image = { repository: "ghcr.io/acme/shop", tag: "1.2.3" };
const officeHours = { start: "0 7 * * mon-fri", end: "0 20 * * mon-fri", timeZone: "Europe/Amsterdam" };

/** The chart as Argo CD renders it: with the values of the application's repository, and the platform's over them. */
function chart(platform: Json = {}, values: Json = {}, name = "shop", cloud: keyof typeof stacks = "aws"): Promise<Rendered[]> {
  return rendered(merged({ image, ...values }, { platform: merged(givenTo(stacks[cloud], name), platform) }));
}
const kinds = (objects: readonly Rendered[]) => objects.map(({ kind }) => kind).sort();
const find = (objects: readonly Rendered[], kind: string): Rendered => {
  const found = objects.find((object) => object.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}, only ${kinds(objects).join(", ")}`);
  return found;
};
const pod = (objects: readonly Rendered[]) => find(objects, "Deployment").spec.template;
const container = (objects: readonly Rendered[]) => pod(objects).spec.containers[0];

describe.skipIf(!hasHelm)("pods", () => {
  it("are what the pod security standard restricted takes, and write nowhere but in folders of a size", async () => {
    const objects = await chart();
    expect(pod(objects).spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: "RuntimeDefault" } },
      volumes: [{ emptyDir: { sizeLimit: "256Mi" } }],
    });
    expect(container(objects)).toMatchObject({
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
      resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "512Mi" } },
      volumeMounts: [{ name: "scratch-0", mountPath: "/tmp" }],
    });
    expect(pod(await chart({}, { scratch: [] })).spec).not.toHaveProperty("volumes");
  });

  it("leave before a spot node is taken away, and only when they are out of service", async () => {
    const objects = await chart();
    const { terminationGracePeriodSeconds: grace } = pod(objects).spec;
    expect(grace).toBeLessThanOrEqual(25);
    expect(container(objects).lifecycle.preStop.sleep.seconds).toBeLessThan(grace);
    expect(find(objects, "Deployment").spec.strategy.rollingUpdate.maxUnavailable).toBe(0);
  });

  it("are asked how they are, in the way they speak", async () => {
    for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"]) {
      expect(container(await chart())[probe]).toHaveProperty("httpGet.port", "http");
      expect(container(await chart({}, { http: { protocol: "grpc" } }))[probe]).toHaveProperty("grpc.port", 8080);
    }
    expect(container(await chart()).readinessProbe.httpGet.path).toBe("/readyz");
  });

  it("spread over zones and nodes", async () => {
    const topologies = pod(await chart()).spec.topologySpreadConstraints.map(({ topologyKey }: Json) => topologyKey);
    expect(topologies).toEqual(["topology.kubernetes.io/zone", "kubernetes.io/hostname"]);
  });

  it.each(cloudNames)("go to spot nodes of %s where an outage hurts little, and nowhere else", async (cloud) => {
    const key = cloud === "azure" ? "kubernetes.azure.com/scalesetpriority" : "platform.acme.io/spot";
    for (const criticality of ["low", "batch"]) {
      const template = pod(await chart({ criticality }, {}, "shop", cloud));
      expect(template.spec.tolerations).toEqual([expect.objectContaining({ key, effect: "NoSchedule" })]);
      expect(template.spec.affinity.nodeAffinity).not.toHaveProperty("requiredDuringSchedulingIgnoredDuringExecution");
      expect(template.metadata.labels.criticality).toBe(criticality);
    }
    for (const criticality of ["medium", "high"])
      expect(pod(await chart({ criticality }, {}, "shop", cloud)).spec).not.toHaveProperty("tolerations");
  });

  it("get the endpoints, the secrets where there are some, and what the team says, word by word", async () => {
    const { envFrom, env, command } = container(await chart({}, { env: { GREETING: 'say "hi": {}' }, command: ["/app", "--dry=#1"] }));
    expect(envFrom).toEqual([{ configMapRef: { name: "endpoints" } }, { secretRef: { name: "secrets" } }]);
    expect(env).toContainEqual({ name: "GREETING", value: 'say "hi": {}' });
    expect(env).toContainEqual({ name: "PORT", value: "8080" });
    expect(command).toEqual(["/app", "--dry=#1"]);
    expect(container(await chart({}, {}, "stock")).envFrom).toHaveLength(1);
  });

  it("run the digest where there is one", async () => {
    const digest = `sha256:${"a".repeat(64)}`;
    expect(container(await chart()).image).toBe("ghcr.io/acme/shop:1.2.3");
    expect(container(await chart({}, { image: { ...image, digest } })).image).toBe(`ghcr.io/acme/shop@${digest}`);
  });

  it("have the cloud's identity", async () => {
    const azure = await chart({}, {}, "shop", "azure");
    expect(pod(azure).metadata.labels).toHaveProperty(["azure.workload.identity/use"], "true");
    expect(find(azure, "ServiceAccount").metadata.annotations).toHaveProperty(["azure.workload.identity/client-id"]);
    expect(find(await chart(), "ServiceAccount").metadata).not.toHaveProperty("annotations");
  });
});

describe.skipIf(!hasHelm)("the number of copies", () => {
  const scalers = (objects: readonly Rendered[]) => kinds(objects).filter((kind) => /Autoscaler|ScaledObject/.test(kind));

  it("is one autoscaler's affair, and the deployment says nothing of it", async () => {
    for (const values of [{}, { scaling: { triggers: [{ type: "kafka", metadata: { topic: "orders" } }] } }])
      for (const platform of [{}, { officeHours }]) {
        const objects = await chart(platform, values);
        expect(scalers(objects)).toHaveLength(1);
        expect(find(objects, "Deployment").spec).not.toHaveProperty("replicas");
      }
  });

  it("follows the container's own processors, between what criticality or the team says", async () => {
    const { spec } = find(await chart(), "HorizontalPodAutoscaler");
    expect(spec).toMatchObject({ minReplicas: 3, maxReplicas: 15 });
    expect(spec.metrics[0].containerResource).toMatchObject({ container: "app", target: { averageUtilization: 70 } });
    const own = find(await chart({}, { replicas: { min: 5, max: 6 } }), "HorizontalPodAutoscaler");
    expect(own.spec).toMatchObject({ minReplicas: 5, maxReplicas: 6 });
  });

  it("is none outside office hours, unless the team says so", async () => {
    const { spec } = find(await chart({ officeHours }), "ScaledObject");
    expect(spec).toMatchObject({ minReplicaCount: 0, maxReplicaCount: 15 });
    expect(spec.triggers).toMatchObject([
      { type: "cron", metadata: { start: "0 7 * * mon-fri", end: "0 20 * * mon-fri", timezone: "Europe/Amsterdam", desiredReplicas: "3" } },
      { type: "cpu", metadata: { containerName: "app", value: "70" } },
    ]);
    expect(scalers(await chart({ officeHours }, { sleeps: false }))).toEqual(["HorizontalPodAutoscaler"]);
  });

  it("follows the team's triggers instead of processors", async () => {
    const { spec } = find(await chart({}, { scaling: { triggers: [{ type: "kafka", metadata: { topic: "orders" } }] } }), "ScaledObject");
    expect(spec).toMatchObject({ minReplicaCount: 3, triggers: [{ type: "kafka", metadata: { topic: "orders" } }] });
  });

  it("is protected from drains only where one can go", async () => {
    expect(find(await chart(), "PodDisruptionBudget").spec.maxUnavailable).toBe(1);
    expect(kinds(await chart({ replicas: { min: 1, max: 5 } }))).not.toContain("PodDisruptionBudget");
  });
});

describe.skipIf(!hasHelm)("everything the chart makes", () => {
  const meshes = ["istio", "linkerd", "none"];

  it.each(cloudNames)("is of the kinds that the application's project allows on %s", async (cloud) => {
    interface Project {
      readonly spec: { readonly namespaceResourceWhitelist: { readonly group: string; readonly kind: string }[] };
    }
    const made = new Set<string>();
    for (const { name } of sampleApps)
      for (const mesh of meshes)
        for (const platform of [{ mesh }, { mesh, officeHours }])
          for (const { apiVersion, kind } of await chart(platform, {}, name, cloud))
            made.add(`${apiVersion.includes("/") ? apiVersion.split("/")[0] : ""}/${kind}`);
    const allowed = manifestOf<Project>(stacks[cloud], "shop", "AppProject").spec.namespaceResourceWhitelist;
    expect([...made].sort()).toEqual(allowed.map(({ group, kind }) => `${group}/${kind}`).sort());
  });

  it("says whose it is", async () => {
    for (const mesh of meshes)
      for (const { metadata } of await chart({ mesh, callers: ["stock"] }))
        expect(metadata.labels).toMatchObject({ "app.kubernetes.io/name": "shop", "app.kubernetes.io/part-of": "applications" });
  });
});
