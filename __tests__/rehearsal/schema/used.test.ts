import { expect, it } from "vitest";
import { usedTypes } from "../../../rehearsal/schema/used.ts";
import type { StackJson } from "../../../rehearsal/stacks.ts";

const used = (json: StackJson, state?: unknown) => usedTypes({ id: "dev", folder: "/stacks/dev", json, reads: [] }, state);

it("finds the types of resources, data sources and ephemeral resources", () => {
  const json = { resource: { aws_vpc: { A: {} } }, data: { aws_ami: { B: {} } }, ephemeral: { random_password: { C: {} } } };
  const { resources, data, ephemeral } = used(json);
  expect([[...resources], [...data], [...ephemeral]]).toEqual([["aws_vpc"], ["aws_ami"], ["random_password"]]);
});

it("leaves out what terraform serves itself", () => {
  const { resources, data } = used({ resource: { terraform_data: { A: {} } }, data: { terraform_remote_state: { B: {} } } });
  expect([resources.size, data.size]).toEqual([0, 0]);
});

it("adds what only the state still has", () => {
  const resources = [
    { mode: "managed", type: "aws_subnet" },
    { mode: "data", type: "aws_region" },
    { mode: "managed", type: "terraform_data" },
  ];
  const found = used({ resource: { aws_vpc: { A: {} } } }, { version: 4, resources });
  expect([[...found.resources], [...found.data]]).toEqual([["aws_subnet", "aws_vpc"], ["aws_region"]]);
});

it.each([undefined, null, {}, { resources: "none" }, { resources: [null, { mode: "managed" }] }])(
  "takes %j for an empty state",
  (state) => {
    expect(used({}, state).resources.size).toBe(0);
  },
);
