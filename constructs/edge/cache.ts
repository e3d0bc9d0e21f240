import { Ruleset } from "@cdktf/provider-cloudflare/lib/ruleset";
import { TieredCache } from "@cdktf/provider-cloudflare/lib/tiered-cache";
import { Construct } from "constructs";
import { isInterface, isOneOf } from "./hosts.ts";

export interface EdgeCacheProps {
  readonly zoneId: string;
  /** Hosts of pages that are nobody's to keep a copy of. */
  readonly privateHosts: readonly string[];
}

/** Names of headers are in lower case: https://developers.cloudflare.com/ruleset-engine/rules-language/fields/reference/http.request.headers.names/ */
const isSignedIn = 'any(http.request.headers.names[*] eq "authorization")';

/** Endings of files that are the same for everybody: fewer than are kept by default, https://developers.cloudflare.com/cache/concepts/default-cache-behavior/ */
const endings = ["avif", "css", "gif", "ico", "jpeg", "jpg", "js", "mjs", "png", "svg", "ttf", "webp", "woff", "woff2"];
const isStatic = `http.request.uri.path.extension in {${endings.map((ending) => `"${ending}"`).join(" ")}}`;

/** What is served from a copy: static files, for as long as their origin says. Of rules that fit, the last decides. */
export class EdgeCache extends Construct {
  constructor(scope: Construct, id: string, { zoneId, privateHosts }: EdgeCacheProps) {
    super(scope, id);
    const isPrivate = [isSignedIn, isInterface, ...(privateHosts.length > 0 ? [isOneOf(privateHosts)] : [])];
    new Ruleset(this, "Resource", {
      ...{ zoneId, kind: "zone", name: "cache", phase: "http_request_cache_settings" },
      description: "What may be served from a copy",
      rules: [
        {
          ref: "static",
          description: "Files that are the same for everybody",
          action: "set_cache_settings",
          expression: `(${isStatic})`,
          enabled: true,
          actionParameters: {
            cache: true,
            edgeTtl: { mode: "respect_origin" },
            // Nobody has somebody else's page kept by giving its address the ending of a picture.
            cacheKey: { cacheDeceptionArmor: true },
          },
        },
        {
          ref: "other",
          description: "Everything else is asked for each time",
          action: "set_cache_settings",
          expression: `(not ${isStatic})`,
          enabled: true,
          actionParameters: { cache: false },
        },
        {
          ref: "private",
          description: "Never what somebody is signed in for",
          action: "set_cache_settings",
          expression: `(${isPrivate.join(" or ")})`,
          enabled: true,
          actionParameters: { cache: false },
        },
      ],
    });
    // Data centres ask one of their own before they ask a place.
    new TieredCache(this, "Tiers", { zoneId, value: "on" });
  }
}
