import { uuidOf } from "./digest.ts";

/** Built-in roles by their ids, which are the same in every tenant: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const ROLES: Readonly<Record<string, string>> = {
  AcrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
  Contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
  "Key Vault Administrator": "00482a5a-887f-4fb3-b363-3b7fe8e74483",
  "Key Vault Crypto Service Encryption User": "e147488a-f6f5-4113-8e2d-b22465e65bf6",
  "Key Vault Secrets User": "4633458b-17de-408a-b874-0445c86b69e6",
  "Network Contributor": "4d97b98b-1d4f-4787-a291-c67834d212e7",
  Owner: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  Reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
  "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
  "Storage Blob Data Reader": "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
};

/** The id of a role by its name: a built-in one's own, or one that is always the same for the name. */
export function roleIdOf(name: string): string {
  return ROLES[name] ?? uuidOf(`role ${name}`);
}
