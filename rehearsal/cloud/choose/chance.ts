import { bytesOf, digitsOf, hexOf, uuidOf } from "../digest.ts";

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789";
const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Text that looks drawn by lot and is the same for the same seed. Kinds: `hex`, `HEX`, `digits`, `code` (letters and digits), `CODE` (capitals and digits), `uuid`. */
export function drawn(seed: string, kind: string, length: number): string {
  switch (kind) {
    case "uuid":
      return uuidOf(seed);
    case "hex":
      return hexOf(seed, length);
    case "HEX":
      return hexOf(seed, length).toUpperCase();
    case "digits":
      return digitsOf(seed, length);
    default:
      return lettersOf(seed, kind === "code" ? LETTERS : CAPITALS, length);
  }
}

/** A number from 0 to below `limit`. */
export function drawnNumber(seed: string, limit: number): number {
  return bytesOf(seed, 4).readUInt32BE(0) % limit;
}

function lettersOf(seed: string, alphabet: string, length: number): string {
  return [...bytesOf(seed, length)].map((byte) => alphabet[byte % alphabet.length]).join("");
}
