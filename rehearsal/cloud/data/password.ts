import { bytesOf } from "../digest.ts";

/** What a password is asked to be like, in the words of `random_password`. */
export interface PasswordWish {
  readonly length: number;
  readonly lower?: boolean;
  readonly upper?: boolean;
  readonly numeric?: boolean;
  readonly special?: boolean;
  readonly min_lower?: number;
  readonly min_upper?: number;
  readonly min_numeric?: number;
  readonly min_special?: number;
  readonly override_special?: string;
}

/** A password of the length and with the characters asked for: always the same one for the same wish. */
export function password(wish: PasswordWish): string {
  const kinds = [
    { chars: "abcdefghijklmnopqrstuvwxyz", allowed: wish.lower, least: wish.min_lower },
    { chars: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", allowed: wish.upper, least: wish.min_upper },
    { chars: "0123456789", allowed: wish.numeric, least: wish.min_numeric },
    { chars: wish.override_special || "!@#$%&*()-_=+[]{}<>:?", allowed: wish.special, least: wish.min_special },
  ].filter(({ allowed = true }) => allowed);
  const bytes = bytesOf(JSON.stringify(wish), 2 * wish.length);
  const all = kinds.map(({ chars }) => chars).join("");
  const required = kinds.flatMap(({ chars, least = 0 }) => Array.from({ length: least }, () => chars));
  const picked = Array.from({ length: wish.length }, (_, index) => pick(required[index] ?? all, bytes[index] ?? 0));
  const order = (index: number): number => bytes[wish.length + index] ?? 0;
  return picked
    .map((char, index) => ({ char, place: order(index) }))
    .sort((one, other) => one.place - other.place)
    .map(({ char }) => char)
    .join("");
}

function pick(chars: string, byte: number): string {
  return chars.charAt(byte % chars.length);
}
