/** A stack of the synthesized output: one folder, one Terraform state. */
export interface Stack {
  readonly id: string;
  /** Where its `cdk.tf.json` and assets are; absolute. */
  readonly folder: string;
  /** The parsed `cdk.tf.json`. */
  readonly json: StackJson;
  /** Ids of the stacks whose state it reads. */
  readonly reads: readonly string[];
}

/** Blocks by type and name, e.g. `{ aws_vpc: { Vpc: { cidr_block: "..." } } }`. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** What the rehearsal reads of a `cdk.tf.json`. */
export interface StackJson {
  readonly terraform?: {
    readonly required_version?: string;
    readonly required_providers?: Readonly<Record<string, { readonly source: string; readonly version?: string }>>;
    readonly cloud?: { readonly workspaces?: { readonly name?: string } };
  };
  readonly provider?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly variable?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly ephemeral?: Blocks;
  /** Resources that are to be taken off the state; `destroy: false` leaves them alive. */
  readonly removed?: readonly { readonly from: string; readonly lifecycle?: { readonly destroy?: boolean } }[];
  readonly output?: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
}
