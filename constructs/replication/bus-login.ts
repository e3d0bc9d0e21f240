import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Construct } from "constructs";
import { policy } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";

export interface BusLoginProps {
  readonly place: Place;
  /** As Kafka knows it. */
  readonly username: string;
  /** A reference, which only a write-only argument is given. */
  readonly password: string;
  /** Another one whenever the password is another: terraform cannot see that in what it may not keep. */
  readonly version: number;
  readonly keyArn: string;
  readonly deletionProtection: boolean;
}

/**
 * A login of Kafka, where Kafka reads it: the name must begin so, and the key must be the customer's.
 * https://docs.aws.amazon.com/msk/latest/developerguide/msk-password.html
 */
export class BusLogin extends Construct {
  readonly secretArn: string;

  constructor(scope: Construct, id: string, { place, username, password, version, keyArn, deletionProtection }: BusLoginProps) {
    super(scope, id);
    const secret = new SecretsmanagerSecret(this, "Resource", {
      name: nameOf("aws:SecretsmanagerSecret", `AmazonMSK_${place.name}_${username}`),
      description: `Login ${username} of Kafka`,
      kmsKeyId: keyArn,
      recoveryWindowInDays: deletionProtection ? 30 : 0,
    });
    const value = new SecretsmanagerSecretVersion(this, "Version", {
      secretId: secret.id,
      secretStringWo: JSON.stringify({ username, password }),
      secretStringWoVersion: version,
    });
    new SecretsmanagerSecretPolicy(this, "Policy", {
      secretArn: secret.arn,
      policy: policy([
        {
          // Word for word what MSK writes there itself, so that neither undoes the other's.
          Sid: "AWSKafkaResourcePolicy",
          Principal: { Service: "kafka.amazonaws.com" },
          Action: "secretsmanager:getSecretValue",
          Resource: secret.arn,
        },
      ]),
    });
    // Kafka is told of it when there is something to read.
    this.secretArn = value.arn;
  }
}
