import { describe, expect, it } from "vitest";
import { mirrored } from "../../../rehearsal/provider/mirrors.ts";
import { UNKNOWN, type Value } from "../../../rehearsal/values.ts";

const TYPE = "aws_acm_certificate";

/** The options of a certificate in a plan that leaves them open. */
function optionsOf(plan: Readonly<Record<string, Value>>): Value | undefined {
  return mirrored(TYPE, {}, { validation_method: "DNS", domain_validation_options: UNKNOWN, ...plan }).domain_validation_options;
}

describe("a certificate that is yet to be made", () => {
  it("shows an option for each of its names, each once, so that records can be made for each", () => {
    const record = { resource_record_name: UNKNOWN, resource_record_type: UNKNOWN, resource_record_value: UNKNOWN };
    expect(optionsOf({ domain_name: "x.org", subject_alternative_names: ["*.x.org", "x.org"] })).toEqual([
      { domain_name: "x.org", ...record },
      { domain_name: "*.x.org", ...record },
    ]);
    expect(optionsOf({ domain_name: "x.org", subject_alternative_names: UNKNOWN })).toEqual([{ domain_name: "x.org", ...record }]);
  });

  it("shows none while a name is not known, or where no record is asked for", () => {
    expect(optionsOf({ domain_name: UNKNOWN })).toBe(UNKNOWN);
    expect(optionsOf({ domain_name: "x.org", subject_alternative_names: [UNKNOWN] })).toBe(UNKNOWN);
    expect(optionsOf({ domain_name: "x.org", validation_method: "EMAIL" })).toBe(UNKNOWN);
  });

  it("keeps the options it has", () => {
    expect(optionsOf({ domain_name: "x.org", domain_validation_options: [] })).toEqual([]);
  });
});
