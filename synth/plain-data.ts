/**
 * Plain data as text that differs where the data does; undefined for what is more than plain data and cannot be told apart by its
 * text: functions, class instances, maps, dates, numbers that JSON has no word for.
 */
export const plainText = (value: unknown): string | undefined => (isPlain(value) ? JSON.stringify(value) : undefined);

function isPlain(value: unknown): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return true;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0);
    case "object":
      return value === null || (Array.isArray(value) ? value.every((item) => item !== undefined && isPlain(item)) : isPlainObject(value));
    default:
      return false;
  }
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.getOwnPropertySymbols(value).length === 0 && !("toJSON" in value) && Object.values(value).every(isPlain);
}
