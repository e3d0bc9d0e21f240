import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Addon, AddonContext, Manifest } from "../../../constructs/addons/addon.ts";
import { cloudStore } from "../../../constructs/addons/external-secret.ts";
import { gatewayCertificate } from "../../../constructs/addons/mesh/gateway-certificate.ts";
import { certManager, internalIssuer, publicIssuer } from "../../../constructs/addons/security/cert-manager.ts";
import { externalDns } from "../../../constructs/addons/security/external-dns.ts";
import { externalSecrets, vaultStore } from "../../../constructs/addons/security/external-secrets.ts";
import { kyverno } from "../../../constructs/addons/security/kyverno.ts";
import { tetragon } from "../../../constructs/addons/security/tetragon.ts";
import { vaultSecretsOperator } from "../../../constructs/addons/security/vault-secrets-operator.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { unknownKeys } from "../chart-keys.ts";
import { sampleContext, sampleIdentity } from "../sample-context.ts";
import { secretsIn } from "../secrets-in.ts";

const addons: readonly Addon[] = [certManager, externalSecrets, kyverno, externalDns, vaultSecretsOperator, tetragon];
const bootstrap: readonly Addon[] = [certManager, externalSecrets, kyverno];
const values = (addon: Addon, context: AddonContext) => addon.values?.(context, sampleIdentity) ?? {};
const objects = (addon: Addon, context: AddonContext): Manifest[] => [...(addon.resources?.(context, sampleIdentity) ?? [])];
const named = (addon: Addon, context: AddonContext, kind: string, name: string) =>
  objects(addon, context).find((object) => object.kind === kind && object.metadata.name === name);

describe.each(addons.map((addon) => [addon.name, addon] as const))("%s", (_, addon) => {
  it.each(cloudNames)("on %s has only values that its chart knows, and no secret among them", (cloud) => {
    const known = JSON.parse(readFileSync(`__tests__/addons/charts/${addon.chart?.name}.json`, "utf8"));
    expect(known.version).toBe(addon.chart?.version);
    for (const highAvailability of [true, false]) {
      const context = sampleContext(cloud, { highAvailability });
      expect(unknownKeys(values(addon, context), known)).toEqual([]);
      expect(secretsIn(values(addon, context))).toEqual([]);
      expect(secretsIn(objects(addon, context))).toEqual([]);
    }
  });

  it("has a limit of memory, and asks for as much as it is known to need", () => {
    const text = JSON.stringify(values(addon, sampleContext("aws")));
    expect(text).toMatch(/"requests":\{"cpu":"\d+m","memory":"\d+Mi"\},"limits":\{"memory":"\d+[MG]i"\}/);
  });
});

describe("what comes before everything else", () => {
  it.each(bootstrap.map((addon) => [addon.name, addon] as const))(
    "%s is terraform's, runs on system nodes, and waits for no monitor",
    (_, addon) => {
      const text = JSON.stringify(values(addon, sampleContext("gcp")));
      expect(addon.delivery).toBe("terraform");
      expect(text).toContain("CriticalAddonsOnly");
      expect(text).toContain("components.gke.io/gke-managed-components");
      expect(text.toLowerCase()).not.toContain("servicemonitor");
      expect(addon.after ?? []).not.toContain("kube-prometheus-stack");
    },
  );

  it.each(bootstrap.map((addon) => [addon.name, addon] as const))(
    "%s has several copies, and a budget, only with high availability",
    (_, addon) => {
      const many = JSON.stringify(values(addon, sampleContext("aws")));
      const one = JSON.stringify(values(addon, sampleContext("aws", { highAvailability: false })));
      const copies = (text: string) => [...text.matchAll(/"(?:replicas|replicaCount)":(\d+)/g)].map(([, count]) => Number(count));
      expect(Math.min(...copies(many))).toBeGreaterThan(1);
      expect(copies(one)).toEqual(copies(many).map(() => 1));
      expect(many).toContain('"podDisruptionBudget":{"enabled":true');
      expect(one).not.toContain('"podDisruptionBudget":{"enabled":true');
    },
  );

  it("asks Kyverno only about namespaces of applications, so that the platform comes up without it", () => {
    expect(values(kyverno, sampleContext("aws"))).toMatchObject({
      config: {
        webhooks: {
          namespaceSelector: { matchExpressions: [{ key: "app.kubernetes.io/part-of", operator: "In", values: ["applications"] }] },
        },
      },
    });
  });
});

describe("certificates", () => {
  const context = sampleContext("azure");

  it("for the world are proved by a record at Cloudflare, with a token from the store", () => {
    expect(named(certManager, context, "ClusterIssuer", publicIssuer)?.spec).toEqual({
      acme: {
        server: "https://acme-v02.api.letsencrypt.org/directory",
        email: "security@example.com",
        privateKeySecretRef: { name: "letsencrypt-account" },
        solvers: [
          {
            selector: { dnsZones: ["example.com"] },
            dns01: { cloudflare: { apiTokenSecretRef: { name: "cloudflare-token", key: "token" } } },
          },
        ],
      },
    });
    expect(certManager.secrets?.(context)).toEqual([{ name: "cloudflare-token", keys: { token: "cloudflare-token" } }]);
    expect(certManager.after).toContain("external-secrets");
  });

  it("come from issuers that others name", () => {
    const { issuerRef } = gatewayCertificate(context).spec as { issuerRef: { name: string; kind: string } };
    expect(named(certManager, context, issuerRef.kind, issuerRef.name)).toBeDefined();
  });

  it("for the cluster come from an authority that signs itself and keeps its key", () => {
    const root = named(certManager, context, "Certificate", internalIssuer)?.spec as Record<string, unknown>;
    expect(root).toMatchObject({ isCA: true, privateKey: { rotationPolicy: "Never" }, issuerRef: { kind: "ClusterIssuer" } });
    const signer = (root.issuerRef as { name: string }).name;
    expect(named(certManager, context, "ClusterIssuer", signer)?.spec).toEqual({ selfSigned: {} });
    expect(named(certManager, context, "ClusterIssuer", internalIssuer)?.spec).toEqual({ ca: { secretName: root.secretName } });
  });
});

describe("stores of secrets", () => {
  it.each([
    ["aws", { aws: { service: "SecretsManager", region: "<secrets.address>" } }],
    ["gcp", { gcpsm: { projectID: "<secrets.address>" } }],
    ["azure", { azurekv: { authType: "WorkloadIdentity", vaultUrl: "<secrets.address>" } }],
  ] as const)("on %s are the cloud's own, read as the pods' identity", (cloud, provider) => {
    const context = sampleContext(cloud);
    expect(named(externalSecrets, context, "ClusterSecretStore", cloudStore)?.spec).toEqual({ provider });
    expect(externalSecrets.identity?.(context)).toMatchObject({
      serviceAccount: "external-secrets",
      grants: [{ may: "secrets:read", prefix: "<secrets.scope>" }],
    });
    expect(values(externalSecrets, context)).toMatchObject({
      serviceAccount: { name: "external-secrets", annotations: sampleIdentity.serviceAccountAnnotations },
      podLabels: sampleIdentity.podLabels,
    });
  });

  it("are Vault's too, by a token of the cluster, where there is a Vault", () => {
    const context = sampleContext("gcp");
    expect(named(externalSecrets, context, "ClusterSecretStore", vaultStore)?.spec).toMatchObject({
      provider: {
        vault: {
          server: "https://vault.example.com",
          path: "kv",
          auth: {
            jwt: {
              path: "jwt/acme-prod-gcp-use4",
              role: "external-secrets",
              kubernetesServiceAccountToken: {
                serviceAccountRef: { name: "external-secrets", namespace: "external-secrets" },
                audiences: ["vault"],
              },
            },
          },
        },
      },
    });
    const without = sampleContext("gcp", { vaultAddress: undefined });
    expect(named(externalSecrets, without, "ClusterSecretStore", vaultStore)).toBeUndefined();
    expect(vaultSecretsOperator.appliesTo?.(without)).toBe(false);
    expect(vaultSecretsOperator.appliesTo?.(context)).toBe(true);
    expect(values(vaultSecretsOperator, context)).toMatchObject({ defaultAuthMethod: { method: "jwt", mount: "jwt/acme-prod-gcp-use4" } });
  });
});

describe("names in DNS", () => {
  it.each([
    ["aws", "CNAME", "use1"],
    ["gcp", "A", "use4"],
    ["azure", "A", "eus2"],
  ] as const)("of a place on %s lead to its gateway by %s, and no others do", (cloud, recordType, region) => {
    const context = sampleContext(cloud);
    expect(objects(externalDns, context).map(({ kind, spec }) => [kind, spec])).toEqual([
      ["DNSEndpoint", { endpoints: [{ dnsName: `*.prod-${cloud}-${region}.example.com`, recordType, targets: ["<ingress.address>"] }] }],
    ]);
    expect(values(externalDns, context)).toMatchObject({
      sources: ["crd"],
      policy: "upsert-only",
      txtOwnerId: context.place.name,
      domainFilters: ["example.com"],
      extraArgs: ["--cloudflare-proxied", "--txt-wildcard-replacement=any"],
      env: [{ valueFrom: { secretKeyRef: { name: externalDns.secrets?.(context)[0]?.name, key: "token" } } }],
    });
  });
});

describe("what is there only on request", () => {
  it("is Vault's own operator and the recorder of processes", () => {
    expect(addons.filter(({ optional }) => optional).map(({ name }) => name)).toEqual(["vault-secrets-operator", "tetragon"]);
  });

  it("keeps passwords on command lines out of the logs", () => {
    const { redactionFilters } = values(tetragon, sampleContext("aws")).tetragon as { redactionFilters: string };
    const [filter] = (JSON.parse(redactionFilters) as { redact: string[] }).redact;
    const expression = new RegExp((filter ?? "").replace("(?i)", ""), "i");
    expect(expression.exec("--password=hunter2")?.[1]).toBe("hunter2");
    expect(expression.exec("--API-key abc")?.[1]).toBe("abc");
    expect(expression.exec("--passive on")).toBeNull();
  });
});
