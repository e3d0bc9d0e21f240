import { DataCloudflareIpRanges } from "@cdktf/provider-cloudflare/lib/data-cloudflare-ip-ranges";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";

/** Cloudflare's own IPv4 ranges, read from its public list at plan time: the only public sources a place's ingress admits. */
export class CloudflareRanges extends Construct {
  readonly ipv4Cidrs: string[];

  /** The stack's, read once. */
  static of(stack: TerraformStack): CloudflareRanges {
    const id = "EdgeRanges";
    return (stack.node.tryFindChild(id) as CloudflareRanges | undefined) ?? new CloudflareRanges(stack, id);
  }

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // The list is public: the provider needs no token to read it.
    new CloudflareProvider(this, "Provider", {});
    this.ipv4Cidrs = new DataCloudflareIpRanges(this, "Resource", {}).ipv4Cidrs;
  }
}
