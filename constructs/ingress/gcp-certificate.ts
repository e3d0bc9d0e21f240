import { createHash } from "node:crypto";
import { CertificateManagerCertificate } from "@cdktf/provider-google/lib/certificate-manager-certificate";
import { CertificateManagerCertificateMap } from "@cdktf/provider-google/lib/certificate-manager-certificate-map";
import { CertificateManagerCertificateMapEntry } from "@cdktf/provider-google/lib/certificate-manager-certificate-map-entry";
import { CertificateManagerDnsAuthorization } from "@cdktf/provider-google/lib/certificate-manager-dns-authorization";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import { DomainProof } from "../edge/domain-proof.ts";
import { nameOf } from "../naming.ts";
import { accountOf, type Place } from "../place.ts";
import type { HttpFront } from "./contract.ts";

export interface GcpFrontCertificateProps extends Pick<HttpFront, "hosts" | "proves" | "zoneId"> {
  readonly place: Place;
  /** Of the map, by which a balancer finds the certificate. */
  readonly name: string;
}

/**
 * A public certificate that Google renews by itself, for as long as its records are in the zone, and the map in which a balancer looks it
 * up: by the name that was asked for, and whoever asks for another gets none. Free up to 100 certificates.
 */
export class GcpFrontCertificate extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: GcpFrontCertificateProps,
  ) {
    super(scope, id);
    const { place, name, hosts, proves, zoneId } = props;
    const authorizations = Object.fromEntries(proves.map((host) => [host, this.authorization(host)]));
    const proof = new DomainProof(this, "Proof", {
      zoneId,
      records: Object.fromEntries(Object.entries(authorizations).map(([host, authorization]) => [host, recordOf(authorization)])),
    });
    const certificate = this.certificate(proof, authorizations);
    const project = accountOf(place, "gcp").projectId;
    const map = new CertificateManagerCertificateMap(this, "Map", { project, name, description: `certificates of ${place.id}` });
    for (const host of hosts) {
      new CertificateManagerCertificateMapEntry(this, `${idOf(host)}Entry`, {
        project,
        map: map.name,
        name: nameOf("gcp:Resource", slug(host)),
        hostname: host,
        certificates: [certificate.id],
      });
    }
  }

  /** For a name and those one label below it, which Google does not tell apart. */
  private authorization(host: string): CertificateManagerDnsAuthorization {
    const { place } = this.props;
    return new CertificateManagerDnsAuthorization(this, idOf(host), {
      project: accountOf(place, "gcp").projectId,
      name: authorizationName(place, host),
      domain: host.replace("*.", ""),
      // The other kind asks for a CNAME at `_acme-challenge`, where cert-manager writes its own proof of the same names.
      type: "PER_PROJECT_RECORD",
    });
  }

  private certificate(
    proof: DomainProof,
    authorizations: Readonly<Record<string, CertificateManagerDnsAuthorization>>,
  ): CertificateManagerCertificate {
    const { place, hosts } = this.props;
    const project = accountOf(place, "gcp").projectId;
    // Another place of the project has authorized the names they share: a second authorization would be of the same record.
    const authorized = (host: string) =>
      authorizations[host]?.id ?? `projects/${project}/locations/global/dnsAuthorizations/${authorizationName(place, host)}`;
    return new CertificateManagerCertificate(this, "Resource", {
      project,
      // One in use cannot be taken away, and with other names it is another: it is made under a name of its own first.
      name: nameOf("gcp:Resource", place.name, "edge", createHash("sha256").update(hosts.join()).digest("hex").slice(0, 4)),
      description: `public names of ${place.id}`,
      managed: { domains: [...hosts], dnsAuthorizations: hosts.map(authorized) },
      lifecycle: { createBeforeDestroy: true },
      dependsOn: [...proof.records],
    });
  }
}

/** `*.prod.example.com` -> `any-prod-example-com` */
const slug = (host: string): string => host.replace("*", "any").replace(/[^a-z0-9]+/g, "-");

const idOf = (host: string): string => constructId(host.replace("*", "any"));

/** Of the environment, since its places share names. */
const authorizationName = ({ organization, environment }: Place, host: string): string =>
  nameOf("gcp:Resource", organization, environment, slug(host));

/** What Google asks for; it ends names in a period, Cloudflare does not. */
function recordOf({ fqn }: CertificateManagerDnsAuthorization) {
  const asked = (field: string) => `\${trimsuffix(${fqn}.dns_resource_record[0].${field}, ".")}`;
  return { name: asked("name"), content: asked("data") };
}
