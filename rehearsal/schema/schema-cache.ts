import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { factsFile } from "./facts.ts";
import type { InstalledProvider } from "./installed.ts";
import type { TypeSchema } from "./schema.ts";

/** Where the code is that derives schemas: when it changes, what it derived before is not used any more. */
const CODE = join("rehearsal", "schema");

/**
 * Derived schemas of one provider, one file per type in a folder named after all they are made from: the version of the binding, the
 * facts and the deriving code. Rehearsals at the same time may share it.
 */
export class SchemaCache {
  private readonly folder: string;

  constructor(
    private readonly parent: string,
    private readonly installed: InstalledProvider,
    root = ".",
  ) {
    this.folder = join(parent, `${installed.name}-${cacheKey(installed, root)}`);
  }

  /** What is kept under a name, or else what `make` gives, which is kept from then on; nothing is kept of undefined. */
  get<T extends TypeSchema | undefined>(name: string, make: () => T): T {
    const file = join(this.folder, `${name}.json`);
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as T;
    const schema = make();
    if (schema !== undefined) this.keep(file, schema);
    return schema;
  }

  private keep(file: string, schema: TypeSchema): void {
    if (!existsSync(this.folder)) {
      this.forgetOlder();
      mkdirSync(this.folder, { recursive: true });
    }
    const partial = `${file}.${process.pid}.part`;
    writeFileSync(partial, JSON.stringify(schema));
    renameSync(partial, file);
  }

  private forgetOlder(): void {
    if (!existsSync(this.parent)) return;
    const older = readdirSync(this.parent).filter((name) => name.startsWith(`${this.installed.name}-`));
    for (const name of older) rmSync(join(this.parent, name), { recursive: true, force: true });
  }
}

function cacheKey({ name, packageVersion }: InstalledProvider, root: string): string {
  const hash = createHash("sha256").update(packageVersion);
  for (const file of [factsFile(name, root), ...codeFiles(root)]) if (existsSync(file)) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}

function codeFiles(root: string): readonly string[] {
  const folder = join(root, CODE);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => join(folder, name));
}
