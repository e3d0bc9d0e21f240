import type { Json, Subject } from "./policy.ts";

/** What is known of a stack besides its JSON. */
export interface StackFacts {
  readonly id: string;
  /** `dev`, `staging`, `prod`, `mgmt` or `global`. */
  readonly environment: string;
  /** Whether data in it must survive mistakes: production, management, and what is there once for all. Not of a stack on its way out. */
  readonly isProtected: boolean;
  /** What an account may cost a month in US dollars, by cloud: in the stack of that account. @default it has no account's budget */
  readonly budgets?: Readonly<Record<string, number>>;
  /** Whether the configuration asks for links between its place and others. @default false */
  readonly isLinked?: boolean;
}

type Block = { readonly [name: string]: Json };
type Document = { readonly [kind: string]: { readonly [type: string]: { readonly [name: string]: Block } } };

/** A synthesized stack, as the rules look at it. */
export class StackView {
  readonly subjects: readonly Subject[];
  private readonly byType = new Map<string, Subject[]>();

  constructor(
    readonly facts: StackFacts,
    json: object,
  ) {
    this.subjects = [...this.typed(json as Document), ...this.untyped(json as Document)];
    for (const subject of this.subjects) {
      const key = subject.kind === "resource" ? subject.type : `${subject.kind}.${subject.type}`;
      const list = this.byType.get(key);
      if (list) list.push(subject);
      else this.byType.set(key, [subject]);
    }
  }

  /** Resources of a type; `data.<type>` and `provider.<name>` for the others. */
  ofType(type: string): readonly Subject[] {
    return this.byType.get(type) ?? [];
  }

  /** Resources of `type` that name `subject` in their argument: the companions a provider splits off, such as a bucket's encryption. */
  companionsOf(subject: Subject, type: string, argument: string): readonly Subject[] {
    return this.ofType(type).filter(({ attributes }) => names(attributes[argument], subject.address));
  }

  private typed(json: Document): Subject[] {
    const found: Subject[] = [];
    for (const kind of ["resource", "data", "ephemeral"] as const) {
      for (const [type, byName] of Object.entries(json[kind] ?? {})) {
        for (const [name, attributes] of Object.entries(byName)) {
          const address = kind === "resource" ? `${type}.${name}` : `${kind}.${type}.${name}`;
          found.push({ kind, type, address, path: pathOf(attributes) ?? address, attributes, stack: this });
        }
      }
    }
    return found;
  }

  private untyped(json: Document): Subject[] {
    const found: Subject[] = [];
    const add = (kind: Subject["kind"], type: string, address: string, attributes: Block): void => {
      found.push({ kind, type, address, path: pathOf(attributes) ?? address, attributes, stack: this });
    };
    for (const [name, blocks] of Object.entries(json.provider ?? {})) {
      [blocks].flat().forEach((block, index) => {
        add("provider", name, `provider.${name}[${index}]`, block as unknown as Block);
      });
    }
    for (const kind of ["variable", "output"] as const) {
      for (const [name, block] of Object.entries(json[kind] ?? {})) add(kind, "", `${kind}.${name}`, block as unknown as Block);
    }
    add("terraform", "", "terraform", (json.terraform ?? {}) as unknown as Block);
    return found;
  }
}

/** Whether a value refers to the resource at `address`: `${aws_s3_bucket.Logs.id}`, but not `aws_s3_bucket.LogsCopy`. */
export function names(value: Json | undefined, address: string): boolean {
  if (typeof value === "string") {
    const at = value.indexOf(address);
    return at >= 0 && !/[\w-]/.test(value[at + address.length] ?? "");
  }
  if (Array.isArray(value)) return value.some((item) => names(item, address));
  return typeof value === "object" && value !== null && Object.values(value).some((item) => names(item, address));
}

function pathOf(block: Block): string | undefined {
  const comment = block["//"] as { readonly metadata?: { readonly path?: string } } | undefined;
  return comment?.metadata?.path;
}
