import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { AddonContext } from "../../../constructs/addons/addon.ts";
import { vault } from "../../../constructs/addons/central/vault.ts";
import { podSecurityOf } from "../../../constructs/addons/namespaces.ts";
import { auditFile } from "../../../constructs/vault/facts.ts";
import { type FreeForm, valuesOf } from "../observability/catalog.ts";
import { sampleContext, samplePlace } from "../sample-context.ts";

const here = samplePlace("aws", "mgmt");
const of = (overrides: Partial<AddonContext> = {}): AddonContext =>
  sampleContext("aws", { place: here.place, places: [here], ...overrides });
const serverOf = (overrides: Partial<AddonContext> = {}): FreeForm => valuesOf(vault, of(overrides)).server;
const server = serverOf();
const config: string = server.ha.raft.config;
/** The blocks of a kind, with what is in them. */
const blocks = (kind: string): string[] => config.split(/\n(?=\w)/).filter((block) => block.startsWith(kind));

describe("vault", () => {
  it("is in the central place and nowhere else, wherever that is", () => {
    expect(vault.appliesTo?.(of())).toBe(true);
    expect(vault.appliesTo?.(sampleContext("aws"))).toBe(false);
    expect(vault.appliesTo?.(sampleContext("aws", { central: samplePlace("aws") }))).toBe(true);
    expect(vault.appliesTo?.(sampleContext("aws", { central: undefined }))).toBe(false);
  });

  it("is not waited for, since no pod is ready before somebody has initialized it", () => {
    expect([vault.wait, vault.delivery, vault.home]).toEqual([false, "terraform", "central"]);
  });

  it("keeps a majority when a zone is lost, and is never one server", () => {
    expect([server.ha.replicas, serverOf({ highAvailability: false }).ha.replicas]).toEqual([5, 3]);
    expect(server.topologySpreadConstraints).toMatchObject([{ maxSkew: 1, minDomains: 3, whenUnsatisfiable: "DoNotSchedule" }]);
    const [small] = serverOf({ highAvailability: false }).topologySpreadConstraints;
    expect([small.whenUnsatisfiable, small.minDomains]).toEqual(["ScheduleAnyway", undefined]);
  });

  it("unseals itself with the place's key, which its identity may use and nothing else", () => {
    expect(blocks("seal")[0]).toContain('kms_key_id = "<seal.keyId>"');
    expect(blocks("seal")[0]).toContain('region     = "<seal.region>"');
    expect(vault.identity?.(of())).toEqual({ name: "vault", serviceAccount: "vault", grants: [{ may: "kms:use", keyId: "<seal.keyId>" }] });
    expect(server.serviceAccount).toEqual({ name: "vault", annotations: { "example.com/identity": "<identity>" } });
    expect(server.extraLabels).toEqual({ "example.com/use-identity": "true" });
    expect(() => serverOf({ seal: undefined })).toThrow("mgmt-aws-use1: addons.vault: has no key to unseal with");
  });

  it("has each server find all by their names, with the certificate's name", () => {
    const joins = [...config.matchAll(/retry_join \{([^}]*)\}/g)].map(([, inner = ""]) => inner);
    expect(joins).toHaveLength(5);
    for (const [index, join] of joins.entries()) {
      expect(join).toContain(`"https://vault-${index}.vault-internal.vault.svc:8200"`);
      expect(join).toContain('leader_tls_servername = "vault.example.com"');
      expect(join).toContain("leader_ca_cert_file");
    }
    expect([...serverOf({ highAvailability: false }).ha.raft.config.matchAll(/retry_join/g)]).toHaveLength(3);
  });

  it("speaks TLS only, and tells metrics without a token only where no gateway leads to", () => {
    const listeners = blocks("listener");
    expect(listeners.map((block) => /:(\d+)"/.exec(block)?.[1])).toEqual(["8200", "8210"]);
    for (const listener of listeners)
      for (const setting of ["tls_cert_file", "tls_key_file", 'tls_min_version = "tls12"']) expect(listener).toContain(setting);
    expect(listeners.map((block) => block.includes("unauthenticated_metrics_access"))).toEqual([false, true]);
    expect(config).not.toContain("tls_disable");
    expect(server.extraPorts).toEqual([{ name: "metrics", containerPort: 8210 }]);
  });

  it("says once what it says, and leaves to the chart what the chart says", () => {
    const settings = config.split("\n").filter((line) => /^\w+ *=/.test(line));
    expect(settings).toEqual(["ui = true"]);
    expect(config).not.toContain("disable_mlock");
    // The chart replaces these words by the pod's own, and reads double braces.
    expect(config).not.toMatch(/HOST_IP|POD_IP|HOSTNAME|API_ADDR|TRANSIT_ADDR|RAFT_ADDR|\{\{/);
  });

  it("runs as nobody's root, as the namespace asks", () => {
    expect(podSecurityOf("vault")).toBe("restricted");
    expect(server.statefulSet.securityContext.pod).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
    for (const context of [server.statefulSet.securityContext.container, server.extraContainers[0].securityContext])
      expect(context).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } });
    expect(server.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toContain("/tmp");
    expect([server.authDelegator.enabled, server.networkPolicy.enabled]).toEqual([false, false]);
  });

  it("keeps its volumes, of the class that is encrypted", () => {
    for (const storage of [server.dataStorage, server.auditStorage])
      expect(storage).toEqual({ enabled: true, size: "20Gi", storageClass: "block-standard" });
    expect(Object.values(server.persistentVolumeClaimRetentionPolicy)).toEqual(["Retain", "Retain"]);
  });

  it("has a keeper of the same version that sees its processes, its certificate and its record", () => {
    const [keeper] = server.extraContainers;
    const script: string = keeper.command[2];
    expect(server.shareProcessNamespace).toBe(true);
    expect(keeper.image).toBe(`${server.image.repository}:${server.image.tag}`);
    expect(keeper.volumeMounts).toEqual([
      { name: "tls", mountPath: "/vault/tls", readOnly: true },
      { name: "audit", mountPath: "/vault/audit" },
    ]);
    expect(script).toContain("kill -HUP $(pidof vault)");
    expect(auditFile.startsWith("/vault/audit/")).toBe(true);
    execFileSync("sh", ["-n"], { input: script });
  });
});
