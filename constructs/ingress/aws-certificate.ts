import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Construct } from "constructs";
import { DomainProof } from "../edge/domain-proof.ts";
import type { HttpFront } from "./contract.ts";

/** A public certificate that AWS renews by itself, for as long as its records are in the zone. Free. */
export class AwsFrontCertificate extends Construct {
  /** Known once the names are proven. */
  readonly arn: string;

  constructor(scope: Construct, id: string, { hosts, proves, zoneId }: Omit<HttpFront, "edgeAuthority">) {
    super(scope, id);
    const [domainName, ...subjectAlternativeNames] = hosts;
    const certificate = new AcmCertificate(this, "Resource", {
      domainName,
      subjectAlternativeNames,
      validationMethod: "DNS",
      keyAlgorithm: "EC_prime256v1",
      // The listener has the old one until there is another.
      lifecycle: { createBeforeDestroy: true },
    });
    const proof = new DomainProof(this, "Proof", {
      zoneId,
      records: Object.fromEntries(proves.map((host) => [host, recordFor(certificate, host)])),
    });
    this.arn = new AcmCertificateValidation(this, "Proven", {
      certificateArn: certificate.arn,
      // Not by their names: those of other places' records would be missing.
      dependsOn: [...proof.records],
    }).certificateArn;
  }
}

/** What AWS asks for; it ends names in a period, Cloudflare does not. The list is a set, so that the host finds its own. */
function recordFor({ fqn }: AcmCertificate, host: string) {
  const asked = (field: string) =>
    `\${trimsuffix(one([for option in ${fqn}.domain_validation_options : option.${field} if option.domain_name == "${host}"]), ".")}`;
  return { name: asked("resource_record_name"), content: asked("resource_record_value") };
}
