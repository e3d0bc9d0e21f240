import type { Pool } from "./plan";

const API = "https://api.cloudflare.com/client/v4";

/** The load balancer of a host, as far as it matters here. */
export interface Balancer {
  readonly id: string;
  readonly name: string;
  readonly random_steering?: { readonly default_weight?: number; readonly pool_weights?: Readonly<Record<string, number>> };
}

/** Health of a pool by place of the edge: https://developers.cloudflare.com/api/resources/load_balancers/subresources/pools/ */
interface Health {
  readonly pop_health?: Readonly<Record<string, { readonly healthy: boolean }>>;
}

/**
 * The edge, as a cut-over may touch it. It makes nothing and deletes nothing: balancer, pools and monitor are the traffic stack's.
 * All it writes are the weights of a balancer that is there.
 */
export class Edge {
  constructor(private readonly token: string) {}

  async balancer(zone: string, host: string): Promise<{ zoneId: string; accountId: string; balancer: Balancer }> {
    const [found] = await this.get<{ id: string; account: { id: string } }[]>(`/zones?name=${encodeURIComponent(zone)}`);
    if (found === undefined) throw new Error(`edge: no zone ${zone} that the token may read; check its name and the token's rights`);
    const balancers = await this.get<Balancer[]>(`/zones/${found.id}/load_balancers`);
    const balancer = balancers.find(({ name }) => name === host);
    if (balancer === undefined) {
      const names = balancers.map(({ name }) => name).join(", ") || "none";
      throw new Error(`edge: no load balancer for ${host}; ${zone} has ${names}; make it in the traffic stack first`);
    }
    return { zoneId: found.id, accountId: found.account.id, balancer };
  }

  pools(accountId: string): Promise<Pool[]> {
    return this.get(`/accounts/${accountId}/load_balancers/pools`);
  }

  async health(accountId: string, poolId: string): Promise<{ healthyProbes: number; probes: number }> {
    const { pop_health = {} } = await this.get<Health>(`/accounts/${accountId}/load_balancers/pools/${poolId}/health`);
    const places = Object.values(pop_health);
    return { healthyProbes: places.filter(({ healthy }) => healthy).length, probes: places.length };
  }

  async setWeights(zoneId: string, { id, random_steering }: Balancer, pool_weights: Readonly<Record<string, number>>): Promise<void> {
    await this.ask(`/zones/${zoneId}/load_balancers/${id}`, "PATCH", { random_steering: { ...random_steering, pool_weights } });
  }

  private get<T>(path: string): Promise<T> {
    return this.ask(path, "GET");
  }

  private async ask<T>(path: string, method: "GET" | "PATCH", body?: object): Promise<T> {
    const response = await fetch(`${API}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const answer = (await response.json()) as { success: boolean; result: T; errors: { message: string }[] };
    if (answer.success) return answer.result;
    throw new Error(`edge: ${method} ${path}: got ${response.status} ${answer.errors.map(({ message }) => message).join("; ")}`);
  }
}
