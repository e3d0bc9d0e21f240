import { type ObjectValue, UNKNOWN, type Value } from "../values.ts";
import { isList, own } from "./shape.ts";

/** Computed attributes, by type, of which a provider says already in the plan what they will be: undefined while it cannot. */
const MIRRORS: Readonly<Record<string, { readonly mirror: string; readonly shows: (plan: ObjectValue) => Value | undefined }>> = {
  kubernetes_manifest: { mirror: "object", shows: (plan) => own(plan, "manifest") },
  // One for each name, so that records can be made `for_each` of them: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/acm_certificate_validation
  aws_acm_certificate: { mirror: "domain_validation_options", shows: validationOptions },
};

/** A plan in which a mirror shows what it repeats, unless it is configured itself or stays what it was. */
export function mirrored(type: string, config: ObjectValue, plan: ObjectValue): ObjectValue {
  const found = Object.hasOwn(MIRRORS, type) ? MIRRORS[type] : undefined;
  if (found === undefined || !Object.hasOwn(plan, found.mirror) || own(config, found.mirror) !== null) return plan;
  const shown = found.shows(plan);
  return shown === undefined ? plan : { ...plan, [found.mirror]: shown };
}

function validationOptions(plan: ObjectValue): Value | undefined {
  const [domain, others] = [own(plan, "domain_name"), own(plan, "subject_alternative_names")];
  if (isList(own(plan, "domain_validation_options")) || own(plan, "validation_method") !== "DNS") return undefined;
  const names = [domain, ...(isList(others) ? others : [])];
  if (!names.every((name) => typeof name === "string")) return undefined;
  const record = { resource_record_name: UNKNOWN, resource_record_type: UNKNOWN, resource_record_value: UNKNOWN };
  return [...new Set(names)].map((domain_name) => ({ domain_name, ...record }));
}
