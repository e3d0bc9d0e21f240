import { expect, it } from "vitest";
import type { Schemas } from "../../../rehearsal/schema/schema.ts";
import { describeWithTerraform } from "../terraform.ts";
import { MemorySession } from "./memory-session.ts";
import { TerraformFolder } from "./terraform-folder.ts";

const interfaces = { attributes: { id: { type: "number", optional: true }, ip_address: { type: "string", computed: true } } } as const;
const gateway = {
  attributes: { name: { type: "string", required: true }, id: { type: "string", computed: true } },
  block_types: { vpn_interfaces: { nesting_mode: "list", block: interfaces } },
} as const;
const schemas: Schemas = {
  "registry.terraform.io/test/test": {
    provider: { version: 0, block: {} },
    resource_schemas: { google_compute_ha_vpn_gateway: { version: 0, block: gateway } },
    data_source_schemas: {},
    ephemeral_resource_schemas: {},
  },
};

const configuration = (body: string) => `
resource "google_compute_ha_vpn_gateway" "a" {
  provider          = test
  rehearsal_address = "main/google_compute_ha_vpn_gateway.a"
  ${body}
}
output "address" {
  value = google_compute_ha_vpn_gateway.a.vpn_interfaces[0].ip_address
}
`;

describeWithTerraform("blocks that a provider fills in", () => {
  it("are there for others to read, stay when nothing changes, and give way to configured ones", async () => {
    const folder = await TerraformFolder.open(schemas, new MemorySession());
    folder.write(configuration('name = "one"'));
    const made = await folder.apply();
    expect(made.problems, made.text).toEqual([]);
    const chosen = [{ id: expect.any(Number), ip_address: "main/google_compute_ha_vpn_gateway.a:vpn_interfaces.0.ip_address" }];
    expect(folder.state()["google_compute_ha_vpn_gateway.a"]?.vpn_interfaces).toEqual(chosen);
    expect((await folder.plan()).code).toBe(0);
    folder.write(configuration('name = "two"'));
    expect((await folder.apply()).problems).toEqual([]);
    expect(folder.state()["google_compute_ha_vpn_gateway.a"]?.vpn_interfaces).toEqual(chosen);
    folder.write(configuration('name = "two"\n vpn_interfaces {\n id = 7\n }'));
    expect((await folder.apply()).problems).toEqual([]);
    expect(folder.state()["google_compute_ha_vpn_gateway.a"]?.vpn_interfaces).toMatchObject([{ id: 7 }]);
    expect((await folder.plan()).code).toBe(0);
    expect((await folder.destroy()).code).toBe(0);
  });
});
