/** For rules of the edge: whether a request is for one of the hosts. At least one, since the language knows no empty set. */
export const isOneOf = (hosts: readonly string[]): string => `http.host in {${hosts.map((host) => `"${host}"`).join(" ")}}`;

/** Interfaces for programs, in every application: https://developers.cloudflare.com/ruleset-engine/rules-language/fields/reference/http.request.uri.path/ */
export const isInterface = 'starts_with(http.request.uri.path, "/api/")';
