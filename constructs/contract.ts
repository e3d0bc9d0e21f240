/**
 * The contract mechanism. One definition of a contract gives the TypeScript type of its values, the flat Terraform
 * outputs of the producing stack (`<contract>__<field>`) and the remote-state reads of the consuming one.
 */

/** The wire kinds: what a Terraform output can carry without losing its type on the way through remote state. */
export type FieldKind = "string" | "number" | "boolean" | "list";

/** One field of a contract: its kind on the wire and its type in code. */
export interface Field<T = unknown> {
  readonly kind: FieldKind;
  /** Phantom: carries the TypeScript type, never a value. */
  readonly type?: T;
}

export type Fields = Readonly<Record<string, Field>>;

/** A contract: a name and the fields every producer of it gives. */
export interface Contract<F extends Fields = Fields> {
  /** Prefix of the outputs; `bucket_velero` for a contract a stack publishes more than once. */
  readonly name: string;
  readonly fields: F;
  /** The same contract under `<name>_<qualifier>`. */
  named(qualifier: string): Contract<F>;
}

/** The values a producer must give and a consumer gets. */
export type ValuesOf<C> = C extends Contract<infer F> ? { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never } : never;

/** A text field; narrow it with a union of literals where only a few values are possible. */
export const text = <T extends string = string>(): Field<T> => ({ kind: "string" });
/** A number. */
export const number = (): Field<number> => ({ kind: "number" });
/** A boolean. */
export const flag = (): Field<boolean> => ({ kind: "boolean" });
/** A list of strings, the only list a contract carries. */
export const list = (): Field<string[]> => ({ kind: "list" });

const SECRET_NAME = /password|token|secret$|private_?key|credential/i;

/** Defines a contract; refuses fields whose name says they carry a secret: contracts carry references, never values. */
export function defineContract<F extends Fields>(name: string, fields: F): Contract<F> {
  for (const field of Object.keys(fields)) {
    if (SECRET_NAME.test(field)) {
      throw new Error(`contract ${name}: field ${field} looks like a secret; publish where the secret is kept, not the secret`);
    }
  }
  return { name, fields, named: (qualifier) => defineContract(`${name}_${qualifier}`, fields) };
}

/** `database`, `readHost` -> `database__read_host`. */
export function outputName(contract: Contract, field: string): string {
  return `${contract.name}__${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}
