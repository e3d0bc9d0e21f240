import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from "yaml";
import { type Path, type Problem, pathText } from "./problems.ts";

/** One file of the configuration: its data, and where in the file each key is. */
export interface Source {
  readonly file: string;
  /** What every path in the file starts with: `environments.prod` for `environments/prod.yaml`. */
  readonly prefix: Path;
  readonly data: unknown;
  /** The line of the key at `path`, or of the nearest key around it. */
  lineOf(path: Path): number;
  has(path: Path): boolean;
}

/** The outcome of parsing one file. */
export interface Parsed {
  /** Absent when nothing of the file can be used. */
  readonly source?: Source;
  readonly problems: readonly Problem[];
  /** Keys that are there but mean nothing certain. */
  readonly tainted: readonly Path[];
}

/** Reads the bytes of `file`, whose keys all are under `prefix`. */
export function parseSource(file: string, prefix: Path, bytes: Uint8Array): Parsed {
  const broken = (line: number, got: string, rule: string, remedy: string): Parsed => ({
    problems: [{ path: file, file, line, got, rule, remedy }],
    tainted: [prefix],
  });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return broken(0, "the file", "is not utf-8 text", "save it as utf-8");
  }
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true, resolveKnownTags: false });
    const fault = [...document.errors, ...document.warnings].find(({ code }) => code !== "DUPLICATE_KEY");
    if (fault) {
      const { line, col } = lines.linePos(fault.pos[0]);
      return broken(
        line,
        `column ${col}`,
        `is not valid yaml: ${sentence(fault.message)}`,
        "mend it; the rest of the file is checked then",
      );
    }
    const loose = looseAlias(document);
    if (loose) {
      return broken(
        lines.linePos(loose.range?.[0] ?? 0).line,
        `*${loose.source}`,
        "refers to no anchor above it",
        "add the anchor, or write the value out",
      );
    }
    const circle = circularAlias(document);
    if (circle) {
      return broken(lines.linePos(circle.range?.[0] ?? 0).line, `*${circle.source}`, "is a part of itself", "write the value out");
    }
    if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
      return broken(0, "the file", "is empty", `fill it in, or ${prefix.length > 0 ? "delete it" : "restore it"}`);
    }
    return fromDocument(file, prefix, document, lines);
  } catch (error) {
    return broken(0, "the file", `cannot be read as yaml: ${sentence((error as Error).message)}`, "write it more plainly");
  }
}

function fromDocument(file: string, prefix: Path, document: Document, lines: LineCounter): Parsed {
  const tainted: Path[] = [];
  const problems = document.errors.map(({ pos }): Problem => {
    const path = [...prefix, ...pathAt(document, pos[0])];
    tainted.push(path);
    const { line } = lines.linePos(pos[0]);
    return { path: pathText(path), file, line, got: "the key", rule: "is given twice", remedy: "keep one of the two" };
  });
  const find = (path: Path) => locate(document, path.slice(prefix.length));
  const source: Source = {
    file,
    prefix,
    data: document.toJS(),
    lineOf: (path) => lines.linePos(find(path).offset).line,
    has: (path) => find(path).found,
  };
  return { source, problems, tainted };
}

function locate(document: Document, path: Path): { offset: number; found: boolean } {
  let node = resolved(document, document.contents);
  let offset = node?.range?.[0] ?? 0;
  for (const key of path) {
    let next: unknown;
    if (isMap(node)) {
      const pair = node.items.findLast((item) => isScalar(item.key) && String(item.key.value) === key);
      if (pair === undefined) return { offset, found: false };
      offset = (pair.key as Node).range?.[0] ?? offset;
      next = pair.value;
    } else if (isSeq(node)) {
      next = node.items[Number(key)];
      if (next === undefined) return { offset, found: false };
      offset = (next as Node).range?.[0] ?? offset;
    } else return { offset, found: false };
    node = resolved(document, next);
  }
  return { offset, found: true };
}

const resolved = (document: Document, node: unknown): Node | undefined =>
  (isAlias(node) ? node.resolve(document) : (node as Node | null)) ?? undefined;

/** An alias inside of what it stands for: a value without end. */
function circularAlias(document: Document): Alias | undefined {
  let found: Alias | undefined;
  visit(document, {
    Alias(_, alias, path) {
      const meant = alias.resolve(document);
      if (meant === undefined || !path.includes(meant)) return undefined;
      found = alias;
      return visit.BREAK;
    },
  });
  return found;
}

/** The path of the key that starts at `offset`. */
function pathAt(document: Document, offset: number): Path {
  let result: Path = [];
  visit(document, {
    Pair(_, pair, above) {
      if (!isScalar(pair.key) || pair.key.range?.[0] !== offset) return;
      const keys = above.flatMap((step) => ("key" in step && isScalar(step.key) ? [String(step.key.value)] : []));
      result = [...keys, String(pair.key.value)];
    },
  });
  return result;
}

/** The first alias whose anchor is not there. */
function looseAlias(document: Document): Alias | undefined {
  let loose: Alias | undefined;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) === undefined) loose ??= alias;
    },
  });
  return loose;
}

/** An error message as the middle of a sentence. */
const sentence = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, "");
