import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Addon, AddonContext } from "../../../constructs/addons/addon.ts";
import { vaultMonitoring } from "../../../constructs/addons/central/vault-monitoring.ts";
import { vaultRotation } from "../../../constructs/addons/central/vault-rotation.ts";
import { vaultSignIn } from "../../../constructs/addons/central/vault-sign-in.ts";
import { vaultSnapshots } from "../../../constructs/addons/central/vault-snapshots.ts";
import type { Alert } from "../../../constructs/addons/observability/alerts.ts";
import { oktaSignIn } from "../../../constructs/sso/sign-in.ts";
import { clusterConsumers } from "../../../constructs/vault/facts.ts";
import type { FreeForm } from "../observability/catalog.ts";
import { sampleContext, sampleIdentity, samplePlace } from "../sample-context.ts";

const here = samplePlace("aws", "mgmt");
const of = (overrides: Partial<AddonContext> = {}): AddonContext =>
  sampleContext("aws", { place: here.place, places: [here], ...overrides });
const jobs = [vaultSnapshots, vaultRotation, vaultSignIn];
const objectOf = (addon: Addon, kind: string, context = of()): FreeForm =>
  addon.resources?.(context, sampleIdentity).find((object) => object.kind === kind);
const podOf = (addon: Addon, context = of()): FreeForm => objectOf(addon, "CronJob", context).spec.jobTemplate.spec.template.spec;
const vaultContainer = (addon: Addon, context = of()): FreeForm =>
  [...(podOf(addon, context).initContainers ?? []), ...podOf(addon, context).containers].find(({ name }) => name === "vault");

const folder = mkdtempSync(join(tmpdir(), "vault-jobs-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the script of a job with a `vault` that writes down what it is asked, and fails where `fails` is in it. */
function run(addon: Addon, fails = "nothing at all") {
  const log = join(folder, "log");
  writeFileSync(log, "");
  writeFileSync(
    join(folder, "vault"),
    `#!/bin/sh\necho "$VAULT_TOKEN: $*" >>${log}\necho a-token\ncase "$*" in *"${fails}"*) exit 2 ;; esac\n`,
  );
  chmodSync(join(folder, "vault"), 0o755);
  const [shell, ...rest] = vaultContainer(addon).command;
  const { status } = spawnSync(shell, rest, { env: { PATH: `${folder}:/usr/bin:/bin` } });
  return { status, asked: readFileSync(log, "utf8").trim().split("\n") };
}

describe.each(jobs.map((addon) => [addon.name, addon] as const))("the job %s", (name, addon) => {
  it("is there where vault is, after it, as one whom vault knows", () => {
    expect([addon.appliesTo?.(of()), addon.appliesTo?.(sampleContext("aws"))]).toEqual([true, false]);
    expect(addon.after).toContain("vault");
    const known = clusterConsumers.filter((consumer) => "central" in consumer).map(({ role, serviceAccounts }) => [role, serviceAccounts]);
    expect(known).toContainEqual([name, [`vault:${name}`]]);
    expect(objectOf(addon, "ServiceAccount").metadata).toMatchObject({ name, namespace: "vault" });
    expect(podOf(addon).serviceAccountName).toBe(name);
  });

  it("signs in by a token for vault alone, and ends what it got with the script", () => {
    const pod = podOf(addon);
    const { serviceAccountToken } = pod.volumes.find((volume: FreeForm) => volume.name === "token").projected.sources[0];
    expect(serviceAccountToken).toEqual({ path: "token", audience: "vault", expirationSeconds: 600 });
    expect(pod.automountServiceAccountToken).toBe(false);
    const { status, asked } = run(addon);
    expect(status).toBe(0);
    expect(asked[0]).toBe(
      `: write -field=token auth/jwt/acme-mgmt-aws-use1/login role=${name} jwt=@${vaultContainer(addon).volumeMounts.find((mount: FreeForm) => mount.name === "token").mountPath}/token`,
    );
    expect(asked.at(-1)).toBe("a-token: token revoke -self");
  });

  it("fails when it cannot sign in, and asks nothing more", () => {
    const { status, asked } = run(addon, "/login");
    expect([status === 0, asked.length]).toEqual([false, 1]);
  });

  it("asks the server that leads, by the certificate's name", () => {
    const env = Object.fromEntries(vaultContainer(addon).env.map(({ name: key, value }: FreeForm) => [key, value]));
    expect(env).toMatchObject({ VAULT_ADDR: "https://vault-active.vault.svc:8200", VAULT_TLS_SERVER_NAME: "vault.example.com" });
  });

  it("may do nothing on its node, and does not run beside itself", () => {
    const pod = podOf(addon);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
    for (const { image, securityContext, resources } of [...(pod.initContainers ?? []), ...pod.containers]) {
      expect(image).toMatch(/:\d+\.\d+\.\d+$/);
      expect(securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } });
      expect(Object.keys({ ...resources.requests, ...resources.limits }).sort()).toEqual(["cpu", "memory"]);
    }
    expect(objectOf(addon, "CronJob").spec.concurrencyPolicy).toBe("Forbid");
  });
});

describe("snapshots", () => {
  it("are read back before they are stored, in the bucket that is for them, by who may do nothing else", () => {
    expect(run(vaultSnapshots).asked.slice(1, 3)).toEqual([
      "a-token: operator raft snapshot save /result/vault.snap",
      "a-token: operator raft snapshot inspect /result/vault.snap",
    ]);
    expect(run(vaultSnapshots, "inspect").status).not.toBe(0);
    const [upload] = podOf(vaultSnapshots).containers;
    expect(upload.env).toContainEqual({ name: "BUCKET", value: "<bucket_vault.bucket>" });
    expect(upload.volumeMounts).toContainEqual({ name: "result", mountPath: "/result" });
    execFileSync("sh", ["-n"], { input: upload.command.at(-1) });
    const { name, serviceAccount, grants } = vaultSnapshots.identity?.(of()) ?? {};
    expect([name, serviceAccount, grants]).toEqual([
      "vaultsnap",
      "vault-snapshots",
      [{ may: "objectstore:read-write", bucket: of().buckets.vault }],
    ]);
    expect(() => podOf(vaultSnapshots, of({ buckets: {} }))).toThrow("needs the bucket vault");
  });
});

describe("rotation", () => {
  const rotated = (asked: string[]) => asked.filter((line) => line.includes("rotate-root")).map((line) => line.split("/").at(-1));

  it("reaches every database that vault reaches, though one fails, and says so", () => {
    const places = of().estate.map(({ id }) => id);
    expect(rotated(run(vaultRotation).asked)).toEqual(places);
    const { status, asked } = run(vaultRotation, places[1]);
    expect([status, rotated(asked)]).toEqual([1, places]);
  });

  it("is there only with databases", () => {
    const { engine: _, ...bare } = here;
    expect(vaultRotation.appliesTo?.(of({ estate: [bare, { ...samplePlace("aws"), interconnect: false }] }))).toBe(false);
  });
});

describe("sign-in", () => {
  it("is by the identity provider of the configuration, with a secret that is in no argument", () => {
    const [, asked] = run(vaultSignIn).asked;
    expect(asked).toContain(
      "write auth/oidc/config oidc_discovery_url=https://id.example.com/realms/platform oidc_client_id=platform-vault",
    );
    expect(asked).toContain("oidc_client_secret=@/secret/client-secret default_role=people");
    const okta = vaultContainer(vaultSignIn, of({ signIn: oktaSignIn("acme.okta.com") })).command.at(-1);
    expect(okta).toContain("oidc_discovery_url=https://acme.okta.com ");
    expect(vaultSignIn.secrets?.(of())).toEqual([{ name: "vault-oidc", keys: { "client-secret": "vault-oidc-client-secret" } }]);
    expect(podOf(vaultSignIn).volumes).toContainEqual({ name: "secret", secret: { secretName: "vault-oidc", defaultMode: 0o440 } });
  });
});

describe("monitoring", () => {
  const alerts = (context = of()): Alert[] => objectOf(vaultMonitoring, "PrometheusRule", context).spec.groups[0].rules;

  it("asks every server for its metrics, with TLS and the certificate's name", () => {
    expect(objectOf(vaultMonitoring, "PodMonitor").spec.podMetricsEndpoints).toEqual([
      {
        ...{ port: "metrics", scheme: "https", path: "/v1/sys/metrics", params: { format: ["prometheus"] } },
        tlsConfig: { serverName: "vault.example.com" },
      },
    ]);
  });

  it("tells of servers and of every job, and of none that is not there", () => {
    expect(alerts().map(({ alert }) => alert)).toEqual([
      ...["VaultSealed", "VaultWithoutLeader", "VaultAuditFails"],
      ...["VaultSnapshotTooOld", "VaultSignInNotSet", "VaultPasswordsNotRotated"],
    ]);
    for (const { name } of jobs) expect(alerts().some(({ expr }) => expr.includes(`cronjob="${name}"`))).toBe(true);
    expect(alerts(of({ estate: [] })).map(({ alert }) => alert)).not.toContain("VaultPasswordsNotRotated");
    for (const { expr } of alerts())
      for (const [open, close] of ["()", "{}", "[]"].map((pair) => [...pair]) as [string, string][])
        expect(expr.split(open).length, expr).toBe(expr.split(close).length);
  });

  it("comes after the kinds it needs, and keeps vault from nothing", () => {
    expect(vaultMonitoring.after).toEqual(["vault", "kube-prometheus-stack"]);
    expect(vaultMonitoring.delivery).toBeUndefined();
  });
});
