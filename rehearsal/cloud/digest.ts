import { createHash } from "node:crypto";

/** As many bytes as are asked for, always the same ones for a text. */
export function bytesOf(text: string, count: number): Buffer {
  const blocks: Buffer[] = [];
  for (let block = 0; block * 32 < count; block++) blocks.push(createHash("sha256").update(`${block} ${text}`).digest());
  return Buffer.concat(blocks).subarray(0, count);
}

/** Hexadecimal digits, always the same ones for a text. */
export function hexOf(text: string, digits: number): string {
  return bytesOf(text, Math.ceil(digits / 2))
    .toString("hex")
    .slice(0, digits);
}

/** Decimal digits, the first one not 0, always the same ones for a text. */
export function digitsOf(text: string, digits: number): string {
  return [...bytesOf(text, digits)].map((byte, index) => (index === 0 ? 1 + (byte % 9) : byte % 10)).join("");
}

/** A UUID, always the same one for a text. */
export function uuidOf(text: string): string {
  const hex = hexOf(text, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join("-");
}
