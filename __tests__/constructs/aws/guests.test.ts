import { describe, expect, it } from "vitest";
import { guestRoleArns } from "../../../constructs/account/aws-guests.ts";
import { all, stack, statements } from "./stacks.ts";

const guests = [
  { name: "prod", project: "acme-prod", workspaces: ["acme-prod-interconnect", "acme-prod-names"], may: "link" },
  { name: "global", project: "acme-global", workspaces: ["acme-global-edge"], may: "keep-edge-logs" },
] as const;
const account = stack("mgmt-aws-account", { guests });
const role = (id: string) => all(account, "aws_iam_role")[`Account_Trust_Guests_${id}`] as Record<string, string>;
const may = (id: string) => statements(all(account, "aws_iam_policy")[`Account_Trust_Guests_${id}Policy`]?.policy);
const actions = (id: string) => may(id).flatMap(({ Action }) => Action);

describe("guests in the central place's account", () => {
  it("are runs of exactly the workspaces that have something there, in one phase", () => {
    const [trust] = statements(role("ProdApply").assume_role_policy);
    expect(trust?.Condition?.StringEquals?.["app.terraform.io:sub"]).toEqual([
      "organization:acme:project:acme-prod:workspace:acme-prod-interconnect:run_phase:apply",
      "organization:acme:project:acme-prod:workspace:acme-prod-names:run_phase:apply",
    ]);
    expect(trust?.Condition?.StringEquals?.["app.terraform.io:aud"]).toBe("aws.workload.identity");
    expect(JSON.stringify(statements(role("GlobalPlan").assume_role_policy))).not.toContain("*");
  });

  it("have the names that their runs are told before the account is made", () => {
    const host = {
      organization: "acme",
      environment: "mgmt",
      cloud: "aws",
      region: "us-east-1",
      account: { cloud: "aws", accountId: "1".repeat(12) },
    } as const;
    const { plan, apply } = guestRoleArns(host, "prod");
    expect([plan, apply]).toEqual([role("ProdPlan").name, role("ProdApply").name].map((name) => `arn:aws:iam::111111111111:role/${name}`));
  });

  it("change nothing while they plan", () => {
    for (const id of ["ProdPlan", "GlobalPlan"])
      expect(actions(id).filter((action) => !/:(Describe|Get|List|Search)/.test(action))).toEqual([]);
  });

  it("are held to one side of the transit gateway: links are associated outside, and announced inside", () => {
    const tables = may("ProdApply").filter(({ Resource }) => Resource.some((arn) => arn.includes("transit-gateway-route-table")));
    expect(tables.map(({ Action, Condition }) => [Action.some((action) => action.includes("Associate")), Condition])).toEqual([
      [true, { StringEquals: { "aws:ResourceTag/side": "outside" } }],
      [false, { StringEquals: { "aws:ResourceTag/side": "inside" } }],
    ]);
  });

  it("may link and name, or keep one bucket, and neither rights nor machines nor data", () => {
    const all = [...actions("ProdApply"), ...actions("GlobalApply")];
    expect(
      all.filter(
        (action) =>
          /^(iam|sts|kms|secretsmanager|eks|rds):|\*$/.test(action) &&
          !/:(Describe|Get|List|DeleteBucket|PutBucket|GetTransitGateway)\*$/.test(action),
      ),
    ).toEqual([]);
    expect(
      may("GlobalApply")
        .flatMap(({ Resource }) => Resource)
        .filter((arn) => !/^arn:aws:s3:::acme-mgt-edge-requests-[0-9a-f]{4}(\/\*)?$/.test(arn)),
    ).toEqual([]);
  });

  it("are nobody's to change but the administrator's", () => {
    const denied = statements(all(account, "aws_iam_policy").Account_Trust_ApplyPolicy?.policy).find(
      ({ Sid }) => Sid === "NeverIdentities",
    );
    expect(denied?.Resource).toContain(`arn:aws:iam::111111111111:role/${role("ProdApply").name}`);
  });

  it("are none where nobody comes", () => {
    expect(Object.keys(all(stack("mgmt-aws-account", { guests: [] }), "aws_iam_role")).filter((id) => id.includes("Guests"))).toEqual([]);
  });
});
