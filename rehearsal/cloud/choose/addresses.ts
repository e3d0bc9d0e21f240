import type { Question } from "./question.ts";

/** Attributes that say which network an object's address is in. */
const NETWORKS = ["ip_cidr_range", "cidr_block", "master_ipv4_cidr_block", "private_cluster_config.master_ipv4_cidr_block"];

/** How many addresses a cloud keeps for itself at the start of a network. */
const KEPT = 4;

/** An address in a private network: the object's own if that is known, else the one given, of RFC 1918. */
export function privateAddress(question: Question, otherwise = "10.0.0.0/8"): string {
  const network = networkOf(question) ?? parsed(otherwise) ?? { start: 0, size: 1 };
  return dotted(network.start + KEPT + question.ownNumber(Math.max(1, network.size - KEPT - 1)));
}

/** The first address of the object's own network, which is its gateway's. */
export function gatewayAddress(question: Question): string | undefined {
  const network = networkOf(question);
  return network && dotted(network.start + 1);
}

/** A public address, of the range that is kept for tests (RFC 2544), so that it is nobody's. */
export function publicAddress(question: Question): string {
  return dotted(198 * 2 ** 24 + 18 * 2 ** 16 + 1 + question.ownNumber(2 ** 17 - 2));
}

interface Network {
  readonly start: number;
  readonly size: number;
}

function networkOf(question: Question): Network | undefined {
  for (const name of NETWORKS) {
    const network = parsed(question.attribute(name) ?? "");
    if (network !== undefined) return network;
  }
  return undefined;
}

function parsed(cidr: string): Network | undefined {
  const [, address = "", length] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(cidr) ?? [];
  if (length === undefined) return undefined;
  const size = 2 ** (32 - Number(length));
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return { start: number - (number % size), size };
}

function dotted(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
