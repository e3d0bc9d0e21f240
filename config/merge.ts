type Plain = Record<string, unknown>;

const isMap = (value: unknown): value is Plain => typeof value === "object" && value !== null && !Array.isArray(value);

/** `over` on top of `under`: maps merge key by key, anything else (lists too) replaces; what is not set leaves `under`'s. */
export function merge(under: unknown, over: unknown): unknown {
  if (over === undefined) return under;
  if (!isMap(under) || !isMap(over)) return over;
  const result: Plain = { ...under };
  for (const [key, value] of Object.entries(over)) result[key] = merge(under[key], value);
  return result;
}
