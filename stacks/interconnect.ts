import type { Construct } from "constructs";
import { accountContract } from "../constructs/account/contract.ts";
import { connectCentral } from "../constructs/clouds/central-aws.ts";
import { clouds } from "../constructs/clouds/index.ts";
import { constructId } from "../constructs/delivery/construct-id.ts";
import { vaultHosts } from "../constructs/encryption/azure.ts";
import { type End, Link } from "../constructs/interconnect/link.ts";
import { networkContract } from "../constructs/network/contract.ts";
import { gatewayContract } from "../constructs/network/gateway-contract.ts";
import { aliasOf, makePlace } from "../constructs/place.ts";
import { type InterconnectInput, type LinkedPlace, watched } from "./interconnect-input.ts";
import { PlatformStack } from "./platform-stack.ts";
import type { StackSpec } from "./stack-spec.ts";

/** The links of an environment's places with each other and with the central place, and by which names runs reach what they need there. */
export class InterconnectStack extends PlatformStack<InterconnectInput> {
  constructor(scope: Construct, spec: StackSpec<InterconnectInput>) {
    super(scope, spec);
    const { places, central, keyVersion } = this.input;
    const first = places.filter((place, index) => places.findIndex(({ cloud }) => cloud === place.cloud) === index);
    for (const place of first) clouds[place.cloud].provider(this, makePlace(place), spec.tags);
    const ends = places.map((place) => ({ ...this.end(place), name: aliasOf(place.id) }));
    for (const [index, a] of ends.entries()) {
      for (const b of ends.slice(index + 1)) new Link(this, constructId(`${a.name}-${b.name}`), { a, b, keyVersion });
    }
    if (central) this.linkCentral(central, ends);
  }

  private end(place: LinkedPlace): End {
    const account = watched(this.input, place) ? this.consume(accountContract, `${place.environment}-aws-account`) : undefined;
    const gateway = this.consume(gatewayContract, `${place.id}-network`);
    const { standbyCidr } = place;
    return { place: makePlace(place), gateway, ...(account && { alertTarget: account.alertTarget }), ...(standbyCidr && { standbyCidr }) };
  }

  private linkCentral(place: LinkedPlace, ends: readonly (End & { readonly name: string })[]): void {
    const provider = connectCentral(this, place, {
      dynamicCredentials: this.input.dynamicCredentials,
      tags: this.spec.tags,
      alias: "central",
    });
    const central: End = { ...this.end(place), provider };
    const { networkId } = this.consume(networkContract, `${place.id}-network`);
    for (const end of ends) {
      const id = constructId(`central-${end.name}`);
      new Link(this, id, { a: central, b: end, keyVersion: this.input.keyVersion });
      if (end.place.cloud === "azure") this.vaultNames(`${id}Vaults`, { place: central.place, networkId, provider }, end);
    }
  }

  /** Agents make the keys of Azure's clusters and databases in vaults that only the place's own network answers for. */
  private vaultNames(id: string, central: Pick<End, "place" | "provider"> & { readonly networkId: string }, { place }: End): void {
    const { cidr } = this.input.places.find((other) => other.id === place.id) as LinkedPlace;
    for (const [host, address] of Object.entries(vaultHosts(place, cidr))) {
      const of = `${host.split(".")[0]}`;
      clouds.aws.privateName(this, `${id}${constructId(of)}`, { ...central, host, addresses: [address], of });
    }
  }
}
