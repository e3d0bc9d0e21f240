import type { StackView } from "./stack-view.ts";

/** How bad a violation is. Every one of them stops synthesis; it orders the report. */
export type Severity = "critical" | "high" | "medium";

/** The value of an argument in the synthesized JSON; references are strings such as `${aws_kms_key.Key.arn}`. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** One resource, data source, provider, variable or output of a synthesized stack, whatever construct made it. */
export interface Subject {
  readonly kind: "resource" | "data" | "ephemeral" | "provider" | "variable" | "output" | "terraform";
  /** `aws_s3_bucket`; the provider's name for a provider; empty for the others. */
  readonly type: string;
  /** `aws_s3_bucket.Logs_Bucket`, `data.aws_region.Region`, `provider.aws[1]`. */
  readonly address: string;
  /** Path of the construct that made it; the address where there is none. */
  readonly path: string;
  readonly attributes: { readonly [name: string]: Json };
  readonly stack: StackView;
}

/** What a policy holds against a subject. */
export interface Finding {
  /** The argument it is about, `vpc_config.endpoint_public_access`; none if it is about the whole. */
  readonly argument?: string;
  /** What was found; undefined where nothing is set. */
  readonly got: Json | undefined;
  /** What is allowed, in words that continue "wanted": `false`, `a customer key`. */
  readonly wanted: string;
}

/** A rule over what was synthesized, judged before anything is written. */
export interface Policy {
  /** `AWS-01`. */
  readonly id: string;
  /** What must hold, as a sentence. */
  readonly title: string;
  readonly severity: Severity;
  /** What to do about a violation. */
  readonly remedy: string;
  /** Ids of the same check elsewhere (Checkov, CIS) or the page that explains it. @default none */
  readonly reference?: string;
  /** Types of resources it judges, or what kind of subject. A type ending in `*` is a prefix. */
  readonly appliesTo: readonly string[];
  /** Everything that is wrong with the subject. Pure: no clock, no files. */
  judge(subject: Subject): Iterable<Finding>;
}
