/** Runs of what base64, base64url and hexadecimal are written with; begun at their beginning only, which is twice as fast. */
const run = /[A-Za-z0-9+/_-](?<![A-Za-z0-9+/_-]{2})[A-Za-z0-9+/_-]{19,}={0,2}/g;

/** Ids and hashes: nobody signs in with them. */
const known = [
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi,
  // Hashes, in whole.
  /(?<![A-Za-z0-9])(?:[0-9a-f]{32,}|[0-9A-F]{32,})(?![A-Za-z0-9])/g,
  /\bsha(?:256|384|512)[-:][A-Za-z0-9+/=]+/g,
];

/** Names in expressions: `aws_vpn_connection.AwsUse1GcpUse4_Key0.id`. */
const address = /\b[a-z]+_[a-z0-9_]+\.[A-Z]\w*/g;

/** What looks drawn by chance: how long it is without a separator, its digits, and the share of letters and digits next to one of another kind. */
const random = {
  mixed: { length: 16, digits: 2, share: 0.42 },
  // Of small or of large letters only.
  plain: { length: 20, digits: 4, share: 0.3 },
};

/** Bits of entropy a character that random texts of these lengths rarely go below. */
const RANDOM_BITS = 3.3;

/** Long runs of characters that look drawn by chance, without ids and hashes; what is base64 of something readable is among them. */
export function opaqueRuns(text: string): string[] {
  const runsIn = (plain: string): string[] => (plain.match(run) ?? []).filter(isOpaque);
  if (runsIn(text).length === 0) return [];
  return runsIn([address, ...known].reduce((rest, pattern) => rest.replaceAll(pattern, " "), text));
}

/** Whether a run looks drawn by chance. */
function isOpaque(text: string): boolean {
  // Most runs are words.
  if (!/\d.*\d/.test(text)) return false;
  const longest = text.split(/[^A-Za-z0-9]/).reduce((a, b) => (b.length > a.length ? b : a), "");
  const wanted = /[a-z]/.test(longest) && /[A-Z]/.test(longest) ? random.mixed : random.plain;
  if (longest.length < wanted.length || digits(longest) < wanted.digits || entropy(longest) < RANDOM_BITS) return false;
  return changes(longest) / (longest.length - 1) >= wanted.share;
}

const digits = (text: string): number => text.replaceAll(/\D/g, "").length;

/** How often a letter or digit is followed by one of another kind. */
function changes(text: string): number {
  const kind = (at: number): string => (/\d/.test(text[at] ?? "") ? "0" : /[a-z]/.test(text[at] ?? "") ? "a" : "A");
  let count = 0;
  for (let at = 1; at < text.length; at++) if (kind(at) !== kind(at - 1)) count++;
  return count;
}

/** Shannon entropy in bits a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

/** What base64 holds, if that is text. */
export function decoded(text: string): string | undefined {
  if (text.length < 16 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  const plain = Buffer.from(text, "base64").toString("latin1");
  return /^[\t\n\r -~]+$/.test(plain) ? plain : undefined;
}
