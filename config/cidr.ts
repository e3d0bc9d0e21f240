import { containsCidr, normalizeCidr, overlapCidr, parseCidr } from "cidr-tools";

const octet = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const ipv4Cidr = new RegExp(`^${octet}(\\.${octet}){3}/(3[0-2]|[12]?\\d)$`);

/** Whether `text` is an IPv4 block in the form `10.0.0.0/8`. */
export const isCidr = (text: string): boolean => ipv4Cidr.test(text);

/** 16 of `10.0.0.0/16`. */
export const prefixOf = (cidr: string): number => Number(cidr.split("/")[1]);

/** The block that starts at its own network address: `10.192.5.0/16` becomes `10.192.0.0/16`. */
export const aligned = (cidr: string): string => normalizeCidr(cidr);

/** Whether all of `inner` is in `outer`. */
export const isWithin = (outer: string, inner: string): boolean => containsCidr(outer, inner);

/** Whether the two have an address in common. */
export const overlap = (one: string, other: string): boolean => overlapCidr(one, other);

const BLOCK = 65536n;

/** The first /16 of `outer` that overlaps none of `taken`. */
export function freeBlock(outer: string, taken: readonly string[]): string | undefined {
  const { start, end } = parseCidr(outer);
  for (let first = start; first + BLOCK - 1n <= end; first += BLOCK) {
    const block = `${first >> 24n}.${(first >> 16n) & 255n}.0.0/16`;
    if (!taken.some((cidr) => overlap(cidr, block))) return block;
  }
  return undefined;
}
