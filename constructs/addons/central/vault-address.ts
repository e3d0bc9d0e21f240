import { vaultAddress, vaultNamespace } from "../../vault/facts.ts";
import type { AddonFacts, PlaceFacts } from "../addon.ts";
import { placeHost } from "../mesh/internal-services.ts";

/** Version of Vault: servers and what talks to them move together. Below 2.0.2 its image starts with an added capability only. */
export const vaultImage = { repository: "docker.io/hashicorp/vault", tag: "2.0.4" };

/** Where each server answers requests. */
export const vaultPort = 8200;

/** The name Vault is asked by, and its certificate is for: `vault.example.com`. */
export const vaultHost = (domain: string): string => new URL(vaultAddress(domain)).hostname;

/** The name that places out of reach ask for, by way of the edge: `vault.mgmt-aws-use1.example.com`. */
export const vaultPublicHost = ({ place, domain }: AddonFacts): string => vaultHost(placeHost(place, domain));

/** The Service of whichever server leads; the others would have to ask it. */
export const vaultService = `vault-active.${vaultNamespace}.svc`;

/** What the command `vault` has to know in the cluster: no gateway is in between, so it works when only Vault does. */
export const vaultVariables = (domain: string): Readonly<Record<string, string>> => ({
  VAULT_ADDR: `https://${vaultService}:${vaultPort}`,
  VAULT_TLS_SERVER_NAME: vaultHost(domain),
});

/** Places that cannot reach the internal gateway of Vault's place. */
export const placesOutOfReach = ({ central, estate }: AddonFacts): PlaceFacts[] =>
  estate.filter(({ id, interconnect }) => id !== central?.id && !interconnect);
