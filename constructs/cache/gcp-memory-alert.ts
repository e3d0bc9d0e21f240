import type { Construct } from "constructs";
import { raiseAlert } from "../account/gcp-alert.ts";
import type { CacheProps } from "./contract.ts";

/** Warns before a cache has to forget what it should keep. Its two products measure memory each in their own way. */
export function warnOfFullMemory(scope: Construct, { place, account }: CacheProps, filter: string): void {
  raiseAlert(scope, place, account, {
    id: "Memory",
    title: "cache: memory above 85 %",
    filter,
    threshold: 0.85,
    minutes: 10,
    advice: "At 100 % keys with an expiry are evicted, and writes fail where none has one: shorten lives, or take the next size.",
  });
}
