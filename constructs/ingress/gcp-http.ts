import { ComputeGlobalAddress } from "@cdktf/provider-google/lib/compute-global-address";
import { ComputeSslPolicy } from "@cdktf/provider-google/lib/compute-ssl-policy";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import { type Ingress, type IngressProps, noFront } from "./contract.ts";
import { GcpFrontCertificate } from "./gcp-certificate.ts";
import { GcpWebFirewall } from "./gcp-firewall.ts";
import { reserveInternalAddress } from "./gcp-internal.ts";

/**
 * What an application load balancer is made of: its address, its certificate, its TLS policy and its web firewall, all of one name. The
 * balancer itself is GKE's, from a Gateway in the cluster that says this name; it encrypts anew to the cluster's gateway pods.
 *
 * It does not ask for the edge's client certificate, which GKE's Gateway has no setting for
 * (https://cloud.google.com/kubernetes-engine/docs/how-to/secure-gateway): whoever sends from the edge's addresses gets to it.
 *
 * About $35 per month with its firewall, plus traffic.
 */
export class GcpHttpIngress extends Construct implements Ingress {
  readonly address: string;
  readonly addressKind = "ipv4";
  readonly port = 443;
  readonly latitude: number;
  readonly longitude: number;
  readonly edgeRegions: string[];
  readonly bindingId: string;
  readonly bindingScope = "";
  readonly internalAddress: string;

  constructor(scope: Construct, id: string, props: IngressProps) {
    super(scope, id);
    const { place, front } = props;
    if (front === undefined) throw noFront(place.id);
    const name = nameOf("gcp:Resource", place.name, "edge");
    const { hosts, proves, zoneId } = front;
    new GcpFrontCertificate(this, "Certificate", { place, name, hosts, proves, zoneId });
    new GcpWebFirewall(this, "Firewall", { ...props, name });
    this.tlsPolicy(props, name);

    this.address = this.publicAddress(props, name);
    this.latitude = place.regionFacts.latitude;
    this.longitude = place.regionFacts.longitude;
    this.edgeRegions = [...place.regionFacts.edgeRegions];
    this.bindingId = name;
    this.internalAddress = reserveInternalAddress(this, props);
  }

  private publicAddress({ place, deletionProtection }: IngressProps, name: string): string {
    return new ComputeGlobalAddress(this, "PublicAddress", {
      project: accountOf(place, "gcp").projectId,
      name,
      addressType: "EXTERNAL",
      ipVersion: "IPV4",
      lifecycle: { preventDestroy: deletionProtection },
    }).address;
  }

  /** TLS 1.2 and 1.3, with forward secrecy: https://cloud.google.com/load-balancing/docs/ssl-policies-concepts */
  private tlsPolicy({ place }: IngressProps, name: string): void {
    new ComputeSslPolicy(this, "TlsPolicy", {
      project: accountOf(place, "gcp").projectId,
      name,
      description: `what ${place.id} speaks with the edge`,
      profile: "RESTRICTED",
      minTlsVersion: "TLS_1_2",
    });
  }
}
