import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import type { TerraformStack } from "cdktf";

/** Lets a stack change what is at the edge. Its runs' API token is an environment variable, which a person sets once. */
export const connectEdge = (stack: TerraformStack): CloudflareProvider => new CloudflareProvider(stack, "Cloudflare", {});
