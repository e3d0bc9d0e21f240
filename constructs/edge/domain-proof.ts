import { DnsRecord } from "@cdktf/provider-cloudflare/lib/dns-record";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";

/** A record by which an authority knows that a name is the platform's; its name and content are tokens. */
export interface ProofRecord {
  readonly name: string;
  readonly content: string;
}

export interface DomainProofProps {
  readonly zoneId: string;
  /** By the name that is proven, an asterisk included. */
  readonly records: Readonly<Record<string, ProofRecord>>;
}

/** Proves to a certificate authority that names are the platform's. The records stay: certificates are renewed by them. */
export class DomainProof extends Construct {
  readonly records: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { zoneId, records }: DomainProofProps) {
    super(scope, id);
    this.records = Object.entries(records).map(
      ([host, { name, content }]) =>
        new DnsRecord(this, constructId(host.replace("*", "any")), {
          zoneId,
          name,
          content,
          type: "CNAME",
          // 1 means automatic. The edge answers for what it stands before; whoever checks must see the record itself.
          ttl: 1,
          proxied: false,
          comment: `Proves ${host} to a certificate authority`,
        }),
    );
  }
}
