import { DmsEndpoint } from "@cdktf/provider-aws/lib/dms-endpoint";
import { Fn, TerraformVariable, Token } from "cdktf";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";

/** Variable with the password of DMS at Kafka: 16 letters and digits or more, of somebody's own choice. */
export const busPasswordVariable = "bus_dms_password";

export interface BusEndpointProps {
  readonly hub: Place;
  readonly keyArn: string;
}

/**
 * Kafka as a target of AWS DMS. Its password is a sensitive variable and in the state: DMS takes neither a secret store nor IAM for Kafka
 * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kafka.html).
 */
export class BusEndpoint extends Construct {
  /** As Kafka knows DMS. */
  static readonly login = "dms";
  readonly password: string;
  /** Changes with the password, and says no more of it than that. */
  readonly passwordVersion: number;
  private endpoint?: DmsEndpoint;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BusEndpointProps,
  ) {
    super(scope, id);
    const variable = new TerraformVariable(this, "Password", {
      type: "string",
      sensitive: true,
      description: "Password of AWS DMS at Kafka: choose one of letters and digits, 16 or more",
    });
    variable.overrideLogicalId(busPasswordVariable);
    this.password = variable.stringValue;
    this.passwordVersion = Token.asNumber(Fn.parseint(Fn.substr(Fn.sha256(this.password), 0, 6), 16));
  }

  get arn(): string {
    if (this.endpoint === undefined) throw new Error(`${this.node.path}: Kafka is not there yet; connect it first`);
    return this.endpoint.endpointArn;
  }

  /** @param broker `host:port` of the brokers, comma-separated */
  connect(broker: string): void {
    const { hub, keyArn } = this.props;
    this.endpoint = new DmsEndpoint(this, "Resource", {
      endpointId: nameOf("aws:DmsEndpoint", hub.name, "bus"),
      endpointType: "target",
      engineName: "kafka",
      kmsKeyArn: keyArn,
      sslMode: "none",
      kafkaSettings: {
        broker,
        topic: "dms.app",
        messageFormat: "json-unformatted",
        securityProtocol: "sasl-ssl",
        saslMechanism: "scram-sha-512",
        saslUsername: BusEndpoint.login,
        saslPassword: this.password,
        includeTransactionDetails: true,
        includeControlDetails: false,
        includeTableAlterOperations: true,
        includePartitionValue: true,
        partitionIncludeSchemaTable: true,
        includeNullAndEmpty: true,
        noHexPrefix: false,
      },
    });
  }
}
