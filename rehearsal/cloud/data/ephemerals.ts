import type { ObjectValue } from "../../values.ts";
import { bytesOf } from "../digest.ts";
import { type PasswordWish, password } from "./password.ts";

/** What opening an ephemeral resource gives that is made up on the spot; undefined for what lives somewhere. Nothing of it is stored. */
export function ephemeralAnswer(type: string, config: ObjectValue): ObjectValue | undefined {
  if (type !== "random_password") return undefined;
  const asked = Object.entries(config).filter(([name, value]) => value !== null && !RESULTS.includes(name));
  const result = password(Object.fromEntries(asked) as unknown as PasswordWish);
  return { result, bcrypt_hash: `$2a$10$${bcryptText(result)}` };
}

const RESULTS: readonly string[] = ["result", "bcrypt_hash"];

/** 53 characters of bcrypt's alphabet: salt and hash. */
function bcryptText(text: string): string {
  return bytesOf(text, 40).toString("base64").replaceAll("+", ".").replaceAll("=", "").slice(0, 53);
}
