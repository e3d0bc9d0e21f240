import { describe, expect, it } from "vitest";
import { loadEstate } from "../../config/load.ts";
import { catalog } from "../../stacks/catalog.ts";
import { retired } from "../../stacks/retired-config.ts";
import { defaultStacks, type StackJson, synthesized } from "../estate.ts";

const estate = loadEstate("config");
const ids = defaultStacks().map(({ id }) => id);
const going = catalog({ ...estate, retired: Object.fromEntries(ids.map((id) => [id, "released" as const])) });
const staying = new Map(defaultStacks().map((spec) => [spec.id, synthesized(spec)]));
const leaving = new Map(going.map((spec) => [spec.id, synthesized(spec)]));

/** What a resource may say differently: what refuses deletion, and nothing else. */
const refusals = /"(prevent_destroy|deletion_protection|deletion_protection_enabled|enable_deletion_protection)":true/g;
const hazards = /"(force_destroy|delete_contents_on_destroy)":false/g;
const locks = ["aws_backup_vault_lock_configuration", "azurerm_management_lock"];

function allowed({ resource, ...rest }: StackJson): unknown {
  const kept = Object.fromEntries(Object.entries(resource).filter(([type]) => !locks.includes(type)));
  const text = JSON.stringify({ ...rest, resource: kept });
  return JSON.parse(text.replace(refusals, '"$1":false').replace(hazards, '"$1":true'));
}

describe.each(ids)("%s, released", (id) => {
  const [before, after] = [staying, leaving].map((stacks) => stacks.get(id)) as [StackJson, StackJson];

  it("refuses no deletion, keeps every backup and lock on data, and is otherwise the same", () => {
    const text = JSON.stringify(after);
    expect(text.match(refusals)).toBeNull();
    expect(text.match(hazards)).toBeNull();
    expect(after).toEqual(allowed(before));
  });

  it("names nothing that it does not have", () => {
    for (const lock of locks) expect(JSON.stringify(after)).not.toContain(`${lock}.`);
  });
});

describe("released", () => {
  it("changes every stack that is guarded, Google Cloud's keys among them, and no other", () => {
    const changed = ids.filter((id) => JSON.stringify(leaving.get(id)) !== JSON.stringify(staying.get(id)));
    const guarded = ids.filter((id) => /^(mgmt|prod|staging-gcp)-.*(account|network|cluster|data|registry|agents|vault)$/.test(id));
    // Zones of names are kept everywhere, the bus in production.
    const between = ["global-edge", "prod-datasync", ...["staging", "prod"].flatMap((name) => [`${name}-interconnect`, `${name}-names`])];
    expect(changed.sort()).toEqual(["global-github", ...guarded, ...between].sort());
  });

  it("reaches into blocks, and leaves alone what only sounds alike", () => {
    const made = retired.released({
      resource: {
        a: { One: { settings: [{ deletion_protection_enabled: true }], lifecycle: { prevent_destroy: true }, object_lock_enabled: true } },
        azurerm_management_lock: { Lock: {} },
      },
      output: { force_destroy: { value: false } },
    });
    expect(made).toEqual({
      output: { force_destroy: { value: false } },
      resource: {
        a: {
          One: { settings: [{ deletion_protection_enabled: false }], lifecycle: { prevent_destroy: false }, object_lock_enabled: true },
        },
      },
    });
  });
});
