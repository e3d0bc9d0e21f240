import { CertificatePack } from "@cdktf/provider-cloudflare/lib/certificate-pack";
import { Construct } from "constructs";
import { placeHost } from "../addons/mesh/internal-services.ts";
import { constructId } from "../delivery/construct-id.ts";

/** An environment, as its names are made of. */
export interface NamedEnvironment {
  readonly name: string;
  readonly places: readonly { readonly id: string }[];
}

/** What an environment answers to below its own names and those of its places: an asterisk stands for one label. */
export const deepNames = ({ name, places }: NamedEnvironment, domain: string): string[] => [
  `*.${name}.${domain}`,
  ...places.map((place) => `*.${placeHost(place, domain)}`),
];

export interface EdgeCertificatesProps {
  readonly zoneId: string;
  /** The platform's domain. */
  readonly domain: string;
  readonly environments: readonly NamedEnvironment[];
}

/**
 * What the edge answers with for names two labels below the domain, which the certificate that every zone has does not cover:
 * https://developers.cloudflare.com/ssl/edge-certificates/universal-ssl/limitations/. Needs Advanced Certificate Manager, about 10 USD a month
 * on the plans pro and business. One for each environment, so that a new place changes nobody else's.
 */
export class EdgeCertificates extends Construct {
  constructor(scope: Construct, id: string, { zoneId, domain, environments }: EdgeCertificatesProps) {
    super(scope, id);
    for (const environment of environments.filter(({ places }) => places.length > 0)) {
      new CertificatePack(this, constructId(environment.name), {
        zoneId,
        type: "advanced",
        certificateAuthority: "google",
        validationMethod: "txt",
        validityDays: 90,
        // The domain itself has to be among them.
        hosts: [domain, ...deepNames(environment, domain)],
        cloudflareBranding: false,
        // The old one answers until there is another.
        lifecycle: { createBeforeDestroy: true },
      });
    }
  }
}
