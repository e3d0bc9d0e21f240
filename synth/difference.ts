/** The first place, in key order, where two JSON texts differ: `resource.aws_vpc.Network_Vpc.cidr_block: "10.1.0.0/16" in the code, ...` */
export function firstDifference(onDisk: string, fromCode: string): string {
  const found = compare(parse(onDisk), parse(fromCode), []);
  if (found === undefined) return "same JSON, written differently: edited by hand or by another formatter";
  return `${found.path.join(".") || "the whole file"}: ${show(found.onDisk)} on disk, ${show(found.fromCode)} from the code`;
}

interface Difference {
  readonly path: readonly string[];
  readonly onDisk: unknown;
  readonly fromCode: unknown;
}

function compare(onDisk: unknown, fromCode: unknown, path: readonly string[]): Difference | undefined {
  if (!isContainer(onDisk) || !isContainer(fromCode) || Array.isArray(onDisk) !== Array.isArray(fromCode)) {
    return onDisk === fromCode ? undefined : { path, onDisk, fromCode };
  }
  const keys = [...new Set([...Object.keys(onDisk), ...Object.keys(fromCode)])].sort();
  for (const key of keys) {
    const found = compare(onDisk[key], fromCode[key], [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isContainer = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const LONGEST_SHOWN = 80;

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
}
