import type { Construct } from "constructs";
import type { RetirementStep } from "../config/schema.ts";
import type { Credential } from "../constructs/delivery/contract.ts";
import type { EnvironmentName, PlaceInput } from "../constructs/place.ts";
import type { Tags } from "../constructs/tags.ts";
import type { PlatformStack } from "./platform-stack.ts";

/** Order of the layers: a stack may consume only from an earlier one. Later rooms add theirs in their place. */
export const layers = [
  "workspaces",
  "account",
  "credentials",
  "github",
  "okta",
  "edge",
  "network",
  "interconnect",
  "cluster",
  "data",
  "names",
  "registry",
  "agents",
  "central",
  "vault",
  "vault-access",
  "platform",
  "database-access",
  "datasync",
  "cdc",
  "mesh",
  "services",
  "apps",
  "traffic",
  "observability",
] as const;
export type Layer = (typeof layers)[number];

/** What a stack belongs to: an environment, or all of them. One HCP Terraform project each. */
export type StackEnvironment = EnvironmentName | "global";

/** What a consumer needs to know of a producer: plain data, never a live stack. */
export interface StackRef {
  readonly id: string;
  /** Names of the contracts it publishes. */
  readonly publishes: readonly string[];
}

/** Where state is kept and by what it is run; the same for the whole estate. */
export interface TerraformSettings {
  /** Exact version: `required_version` of every stack and `terraform_version` of every Atlantis project. */
  readonly version: string;
  /** `cloud`: an HCP Terraform workspace per stack. `local`: a state file beside the repository, for trying things out. */
  readonly backend: "cloud" | "local";
  readonly hostname: string;
  readonly organization: string;
}

/** One Terraform state, described before anything is built. A stack is a pure function of its spec. */
export interface StackSpec<Input extends object = object> extends StackRef {
  readonly layer: Layer;
  readonly environment: StackEnvironment;
  /** Where it is; none for stacks that are about all places. */
  readonly place?: PlaceInput;
  readonly consumes: readonly StackRef[];
  /** `agent` for stacks that talk to private endpoints (Kubernetes, Vault); `remote` for public cloud APIs. */
  readonly execution: "remote" | "agent";
  /** As whom its runs act: what they get short-lived tokens for. */
  readonly credentials: readonly Credential[];
  /**
   * How far it is on its way out. `released`: written with nothing in it that refuses deletion. `emptied`: written without
   * resources, so that applying it destroys what it holds.
   *
   * @default it stays
   */
  readonly retirement?: RetirementStep;
  readonly terraform: TerraformSettings;
  readonly tags: Tags;
  /** Everything the stack's content depends on besides the above, as plain JSON. */
  readonly input: Input;
  build(scope: Construct): PlatformStack;
}

/** A stack that is in a place. */
export type PlacedSpec<Input extends object = object> = StackSpec<Input> & {
  readonly place: PlaceInput;
  readonly environment: EnvironmentName;
};

/** Whether applying the stack destroys all it holds. */
export const isEmptied = ({ retirement }: Pick<StackSpec, "retirement">): boolean => retirement === "emptied";

/** HCP Terraform workspace of a stack: `acme-prod-aws-use1-network`. */
export const workspaceName = (terraform: TerraformSettings, stackId: string): string => `${terraform.organization}-${stackId}`;

/** HCP Terraform project of an environment: `acme-prod`. */
export const projectName = (terraform: TerraformSettings, environment: StackEnvironment): string =>
  `${terraform.organization}-${environment}`;
