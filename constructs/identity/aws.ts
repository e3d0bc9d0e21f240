import { Construct } from "constructs";
import { accountOf } from "../place.ts";
import { grantStatements } from "./aws-grants.ts";
import { AwsPodRole } from "./aws-pod-role.ts";
import type { Identity, IdentityProps } from "./contract.ts";

/** A workload's identity on EKS: a role given to its pods by EKS Pod Identity, which needs neither annotations nor labels. */
export class AwsIdentity extends Construct implements Identity {
  readonly serviceAccountAnnotations = {};
  readonly podLabels = {};

  constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id);
    const { place, namespace, serviceAccount } = props;
    const where = { region: place.region, accountId: accountOf(place, "aws").accountId };
    new AwsPodRole(this, "Role", {
      place,
      clusterName: props.cluster.name,
      name: props.name,
      description: `Pods of ${namespace}/${serviceAccount}`,
      namespace,
      serviceAccount,
      statements: props.grants.flatMap((grant) => grantStatements(grant, where)),
    });
  }
}
