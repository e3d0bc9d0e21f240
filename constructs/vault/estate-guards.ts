import { Audit } from "@cdktf/provider-vault/lib/audit";
import { PasswordPolicy } from "@cdktf/provider-vault/lib/password-policy";
import { QuotaRateLimit } from "@cdktf/provider-vault/lib/quota-rate-limit";
import { RaftAutopilot } from "@cdktf/provider-vault/lib/raft-autopilot";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import { auditFile } from "./facts.ts";

/** What passwords that Vault makes are like: for a database's connection. */
export const passwordPolicyName = "platform";

const passwords = `length = 40

rule "charset" {
  charset   = "abcdefghijklmnopqrstuvwxyz"
  min-chars = 1
}

rule "charset" {
  charset   = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
  min-chars = 1
}

rule "charset" {
  charset   = "0123456789"
  min-chars = 1
}

# Nothing that a connection string gives a meaning to.
rule "charset" {
  charset   = "-_"
  min-chars = 1
}
`;

/**
 * Requests per second that each server takes from an address. Behind the gateway many clients have one address, so nobody is shut out for
 * longer than the second.
 */
const rates = { all: 1000, signIn: 50 } as const;

export interface EstateGuardsProps {
  /** Paths of the methods that somebody from outside the clusters signs in at. */
  readonly signInPaths: Readonly<Record<string, string>>;
}

/** What keeps Vault going and on record, whatever is in it. */
export class EstateGuards extends Construct {
  constructor(scope: Construct, id: string, { signInPaths }: EstateGuardsProps) {
    super(scope, id);
    // Vault answers nothing that it can write down nowhere: of two records one may fail.
    this.audit("stdout", "stdout");
    this.audit("file", auditFile, { mode: "0600" });
    this.autopilot();
    new PasswordPolicy(this, "Passwords", { name: passwordPolicyName, policy: passwords });
    new QuotaRateLimit(this, "Rate", { name: "all", rate: rates.all });
    for (const [name, path] of Object.entries(signInPaths)) {
      // Vault answers with the slash.
      new QuotaRateLimit(this, `Rate${constructId(name)}`, { name: `sign-in-${name}`, path: `auth/${path}/`, rate: rates.signIn });
    }
  }

  /** Secrets are in records as hashes only, by a key of Vault's. */
  private audit(path: string, file: string, options: Readonly<Record<string, string>> = {}): void {
    new Audit(this, `Audit${constructId(path)}`, {
      type: "file",
      path,
      description: "Who asked for what",
      options: { file_path: file, ...options },
      lifecycle: { preventDestroy: true },
    });
  }

  private autopilot(): void {
    new RaftAutopilot(this, "Autopilot", {
      // A server's pod comes back with its name and its data, and one that was taken off the list could not join again.
      cleanupDeadServers: false,
      lastContactThreshold: "10s",
      maxTrailingLogs: 1000,
      minQuorum: 3,
      // A new one counts once it has kept up for this long.
      serverStabilizationTime: "30s",
    });
  }
}
