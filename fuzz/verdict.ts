import type { Estate } from "../config/estate.ts";
import type { Files } from "../config/files.ts";
import { loadEstate } from "../config/load.ts";
import { ConfigurationError } from "../config/problems.ts";
import { generatedFiles } from "../generate/files.ts";
import { stackExtract } from "../generate/stack-extract.ts";
import { catalog } from "../stacks/catalog.ts";
import { judgeStack, problemsIn } from "../stacks/policies.ts";
import type { StackSpec } from "../stacks/stack-spec.ts";
import { Engine } from "../synth/engine.ts";
import { DOCUMENT } from "../synth/output.ts";
import { plainText } from "../synth/plain-data.ts";
import type { ConfigFiles } from "./mutation.ts";

/** What came of a configuration. */
export interface Verdict {
  /** An estate that can be written; a refusal, by whom; or a failure: neither. */
  readonly is: "accepted" | "refused" | "failed";
  /** Who refused, or what failed. */
  readonly by: string;
  readonly message?: string;
  readonly milliseconds: number;
}

/** A mutant that takes longer has hung, for whoever waits. */
const SLOWEST_MS = 20_000;

const TODAY = "2026-01-01";

const dataOf = ({ build: _, ...data }: StackSpec): string | undefined => plainText(data);

/** The files, as a folder that cannot be written to. */
const reader = (files: ConfigFiles): Files => ({
  list: (folder) => [...files.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1)),
  read: (path) => {
    const text = files.get(path);
    if (text === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
    return Buffer.from(text);
  },
});

/** Judges configurations by all that a synth does to them. */
export class Judge {
  private readonly engine = new Engine();
  private readonly known = new Map<string, object>();

  /** @param files a configuration of which many stacks are the same in every mutant, so that they need not be built again */
  constructor(files: ConfigFiles) {
    for (const spec of catalog(loadEstate("config", reader(files)))) this.document(spec);
  }

  verdict(files: ConfigFiles): Verdict {
    const started = performance.now();
    const { is, by, message } = this.judged(files);
    const milliseconds = performance.now() - started;
    if (milliseconds > SLOWEST_MS) return { is: "failed", by: "took too long", message, milliseconds };
    return { is, by, message, milliseconds };
  }

  close(): void {
    this.engine.close();
  }

  private judged(files: ConfigFiles): Omit<Verdict, "milliseconds"> {
    try {
      const estate = loadEstate("config", reader(files));
      return this.built(estate);
    } catch (error) {
      return refusal(error);
    }
  }

  /** Every stack that is not one of those known, the policies over all of them, and what is derived. */
  private built(estate: Estate): Omit<Verdict, "milliseconds"> {
    const stacks = catalog(estate);
    const documents = new Map(stacks.map((spec) => [spec.id, this.document(spec)]));
    const verdicts = stacks.map((spec) => judgeStack(spec, documents.get(spec.id) ?? {}, TODAY));
    const broken = problemsIn(verdicts);
    if (broken.length > 0)
      return { is: "refused", by: `policy ${broken[0]?.slice(0, broken[0].indexOf(" "))}`, message: broken.join("\n") };
    generatedFiles(estate, stacks, (id) => stackExtract(documents.get(id) ?? {}));
    return { is: "accepted", by: "" };
  }

  private document(spec: StackSpec): object {
    const key = dataOf(spec);
    const known = key && this.known.get(key);
    if (known) return known;
    const bytes = this.engine.render(spec).find(({ path }) => path === DOCUMENT)?.bytes;
    const document = JSON.parse(String(bytes)) as object;
    // Only those of the first configuration come again and again.
    if (key && this.known.size < 200) this.known.set(key, document);
    return document;
  }
}

/** A refusal names a file and a key of it, or a stack; everything else that is thrown is a crash. */
function refusal(error: unknown): Omit<Verdict, "milliseconds"> {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof ConfigurationError) {
    const isNamed = error.problems.length > 0 && error.problems.every(({ path, file }) => path !== "" && file !== "");
    const by = `configuration: ${error.problems[0]?.rule.replace(/["(:].*/s, "").slice(0, 60)}`;
    return isNamed && !hasTrace(text)
      ? { is: "refused", by, message: text }
      : { is: "failed", by: "refusal without a place", message: text };
  }
  const isPlain = error instanceof Error && error.constructor === Error && !hasTrace(text) && /[\w.-]+: /.test(text);
  return isPlain
    ? { is: "refused", by: "stacks", message: text }
    : {
        is: "failed",
        by: error instanceof Error ? error.constructor.name : "thrown",
        message: error instanceof Error ? error.stack : text,
      };
}

const hasTrace = (text: string): boolean => /^\s+at .*:\d+:\d+/m.test(text);
