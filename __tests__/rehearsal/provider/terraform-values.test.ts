import { expect, it } from "vitest";
import { describeWithTerraform } from "../terraform.ts";
import { MemorySession } from "./memory-session.ts";
import { SCHEMAS } from "./schemas.ts";
import { type Run, TerraformFolder } from "./terraform-folder.ts";

/** Applies a configuration, finds nothing left to do, gives the state, and destroys what was made. */
async function lives(configuration: string): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>> {
  const session = new MemorySession();
  const folder = await TerraformFolder.open(SCHEMAS, session);
  folder.write(configuration);
  expectWell(await folder.apply());
  const second = await folder.plan();
  expectWell(second);
  expect(second.messages.filter(({ type }) => type === "planned_change" || type === "resource_drift")).toEqual([]);
  const state = folder.state();
  expectWell(await folder.destroy());
  expect([...session.objects.keys()]).toEqual([]);
  return state;
}

function expectWell({ code, problems, text }: Run): void {
  expect(problems).toEqual([]);
  expect(code, text).toBe(0);
}

const thing = (name: string) => `
resource "test_thing" "${name}" {
  name              = "${name}"
  rehearsal_address = "main/test_thing.${name}"
}
`;

describeWithTerraform("values through real terraform", () => {
  it("keeps blocks of every nesting mode, with what is computed in them", async () => {
    const state = await lives(`
      ${thing("other")}
      resource "test_blocks" "all" {
        rehearsal_address = "main/test_blocks.all"
        one {
          name   = test_thing.other.arn
          secret = "s"
          part {
            key = "a"
          }
          part {
            key = test_thing.other.id
          }
        }
        items {
          name = "first"
        }
        items {
          name = "second"
          size = 2
          part {
            key = "b"
          }
        }
        members {
          name = "x"
        }
        members {
          name = "x"
          size = 3
        }
        members {
          name = test_thing.other.arn
          part {
            key = "c"
          }
        }
        named "left" {
          name = "l"
        }
        named "right" {
          name = test_thing.other.id
          note = "r"
        }
        dynamic "items" {
          for_each = toset(["third"])
          content {
            name = items.key
          }
        }
        timeouts {
          create = "5m"
        }
      }
      resource "test_blocks" "none" {
        rehearsal_address = "main/test_blocks.none"
      }
    `);
    const all = state["test_blocks.all"];
    expect(all?.one).toMatchObject({ name: "main/test_thing.other:arn", made: "main/test_blocks.all:one.made", secret: null, note: null });
    expect(all?.items).toMatchObject([
      { name: "first" },
      { size: 2, part: [{ key: "b", made: "main/test_blocks.all:items.1.part.0.made" }] },
      { name: "third" },
    ]);
    expect(all?.members).toHaveLength(3);
    expect(all?.named).toMatchObject({ left: { made: "main/test_blocks.all:named.left.made" }, right: { note: "r" } });
    expect(all?.group).toEqual({ name: null, made: "main/test_blocks.all:group.made" });
    expect(all?.timeouts).toEqual({ create: "5m", delete: null });
    expect(state["test_blocks.none"]).toMatchObject({ one: null, items: [], members: [], named: {}, timeouts: null });
  });

  it("makes blocks whose number terraform learns while it applies", async () => {
    const state = await lives(`
      ${thing("other")}
      resource "test_blocks" "late" {
        rehearsal_address = "main/test_blocks.late"
        dynamic "items" {
          for_each = [for part in split(":", test_thing.other.arn) : part]
          content {
            name = items.value
          }
        }
        dynamic "members" {
          for_each = toset(split(":", test_thing.other.arn))
          content {
            name = members.value
          }
        }
      }
    `);
    expect(state["test_blocks.late"]?.items).toMatchObject([{ name: "main/test_thing.other" }, { name: "arn" }]);
    expect(state["test_blocks.late"]?.members).toHaveLength(2);
  });

  it("keeps nested attributes of every mode, configured, computed or both", async () => {
    const state = await lives(`
      ${thing("other")}
      resource "test_nested" "all" {
        rehearsal_address = "main/test_nested.all"
        one     = { name = test_thing.other.arn, secret = "s" }
        items   = [{ name = "first" }, { name = "second", size = 0.25 }]
        members = [{ name = "x" }, { name = "x", size = 3 }, { name = test_thing.other.id }]
        named   = { left = { name = "l" }, "right side" = { name = "r", note = test_thing.other.id } }
      }
      resource "test_nested" "configured" {
        rehearsal_address = "main/test_nested.configured"
        settings          = { name = "s" }
      }
    `);
    const all = state["test_nested.all"];
    expect(all?.one).toEqual({
      name: "main/test_thing.other:arn",
      note: null,
      made: "main/test_nested.all:one.made",
      size: 29.1,
      secret: null,
    });
    expect(all?.items).toMatchObject([{ made: "main/test_nested.all:items.0.made" }, { size: 0.25 }]);
    expect(all?.members).toHaveLength(3);
    expect(Object.keys(Object(all?.named))).toEqual(["left", "right side"]);
    expect(all?.status).toMatchObject({ name: "main/test_nested.all:status.name", secret: null });
    expect(all?.endpoints).toMatchObject([{ note: "main/test_nested.all:endpoints.0.note" }]);
    expect(all?.settings).toMatchObject({ name: "main/test_nested.all:settings.name" });
    expect(state["test_nested.configured"]?.settings).toMatchObject({ name: "s", made: "main/test_nested.configured:settings.made" });
  });

  it("keeps plain values as they are: large, fractional, unicode, null and unknown within", async () => {
    const state = await lives(`
      ${thing("other")}
      resource "test_values" "all" {
        rehearsal_address = "main/test_values.all"
        number      = 0.1
        numbers     = [9007199254740993, 18446744073709551615, 36893488147419103233, -3, 1e-7, 2.5, 3.141592653589793238462643]
        text        = "Zürich \\u0000 \\U0001F680 日本"
        texts       = ["a", null, test_thing.other.id]
        labels      = { "constructor" = "c", "10" = null, "x y" = test_thing.other.arn }
        names       = ["b", "a", test_thing.other.arn]
        flag        = false
        point       = { x = 1.5, tags = { a = test_thing.other.id } }
        pair        = ["left", 9007199254740993]
        anything    = { list = [1, "two", null, 0.3], id = test_thing.other.id, nested = { big = 9007199254740993 } }
        password    = "p"
        password_wo = test_thing.other.id
      }
      resource "test_values" "typed" {
        rehearsal_address = "main/test_values.typed"
        anything          = "text"
      }
      check "values" {
        assert {
          condition     = test_values.all.number == 0.1 && test_values.all.numbers[4] == 1e-7 && tostring(test_values.all.numbers[6]) == "3.141592653589793238462643"
          error_message = "numbers were rounded"
        }
        assert {
          condition     = tostring(test_values.all.numbers[2]) == "36893488147419103233" && test_values.all.pair[1] == 9007199254740993 && test_values.all.anything.nested.big == 9007199254740993
          error_message = "large numbers were rounded"
        }
      }
    `);
    const all = state["test_values.all"];
    expect(all).toMatchObject({ text: "Zürich \u0000 🚀 日本", flag: false, password_wo: null, ratio: 26.1 });
    expect(all?.texts).toEqual(["a", null, "main/test_thing.other:id"]);
    expect(all?.labels).toEqual({ constructor: "c", "10": null, "x y": "main/test_thing.other:arn" });
    expect(all?.chosen).toEqual({ type: "string", value: "main/test_values.all:chosen" });
    expect(all?.found).toEqual({ host: "main/test_values.all:found.host", ports: [34.1] });
  });

  it("shows a manifest as the object it makes", async () => {
    const state = await lives(`
      ${thing("other")}
      resource "kubernetes_manifest" "map" {
        provider          = test
        rehearsal_address = "main/kubernetes_manifest.map"
        manifest          = { kind = "ConfigMap", data = { id = test_thing.other.id, replicas = 3 } }
      }
    `);
    const { manifest, object } = state["kubernetes_manifest.map"] ?? {};
    expect(object).toEqual(manifest);
    expect(object).toMatchObject({ value: { kind: "ConfigMap", data: { id: "main/test_thing.other:id", replicas: 3 } } });
  });
});
