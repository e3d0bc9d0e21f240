import * as pulumi from "@pulumi/pulumi";
import { Edge } from "./cloudflare";
import { type Observation, parseSteps, poolAt, type Share, shareOf, weightsAt } from "./plan";
import { cutOver } from "./run";
import { terraformOutput } from "./terraform-outputs";

/** Where the traffic is to be. */
export interface TrafficInputs {
  readonly organization: string;
  readonly blue: string;
  readonly green: string;
  readonly zone: string;
  readonly host: string;
  readonly greenShare: number;
  readonly steps: string;
  readonly watchSeconds: number;
}

/** A token of the environment: it is neither configuration nor state. */
function token(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`cut-over: ${name} is not set; the Secret pulumi has it`);
  return value;
}

const answers = async (host: string): Promise<boolean> => {
  try {
    return (await fetch(`https://${host}/healthz`, { signal: AbortSignal.timeout(10_000) })).ok;
  } catch {
    return false;
  }
};

/** Moves the traffic to where the inputs say. */
async function move(inputs: TrafficInputs): Promise<Share> {
  const edge = new Edge(token("CLOUDFLARE_API_TOKEN"));
  const addressOf = (workspace: string) => terraformOutput(inputs.organization, workspace, "ingress__address", token("TFE_TOKEN"));
  const { zoneId, accountId, balancer } = await edge.balancer(inputs.zone, inputs.host);
  const pools = await edge.pools(accountId);
  const [blue, green] = [poolAt(pools, await addressOf(inputs.blue)), poolAt(pools, await addressOf(inputs.green))];
  const weights = balancer.random_steering?.pool_weights ?? {};
  const start = shareOf(weights, blue.id, green.id);
  // Whoever is to have more of it is looked at: on the way back that is blue.
  const taker = inputs.greenShare >= start ? green : blue;
  const watch = async (): Promise<Observation> => {
    await new Promise((resolve) => setTimeout(resolve, inputs.watchSeconds * 1000));
    return { ...(await edge.health(accountId, taker.id)), hostAnswers: await answers(inputs.host) };
  };
  return cutOver(
    { start, goal: inputs.greenShare, steps: parseSteps(inputs.steps) },
    {
      moveTo: (share) => edge.setWeights(zoneId, balancer, weightsAt(weights, blue.id, green.id, share)),
      watch,
      log: (line) => console.info(`${inputs.host}: ${line}`),
    },
  );
}

const provider: pulumi.dynamic.ResourceProvider<TrafficInputs, TrafficInputs> = {
  create: async (inputs) => {
    await move(inputs);
    return { id: inputs.host, outs: inputs };
  },
  update: async (_id, _before, inputs) => {
    await move(inputs);
    return { outs: inputs };
  },
  // Who takes the request away leaves the traffic where it is.
  delete: async () => {},
};

/** The share of a host's traffic that the green cluster has. */
export class Traffic extends pulumi.dynamic.Resource {
  declare readonly greenShare: pulumi.Output<number>;

  constructor(name: string, inputs: TrafficInputs, options?: pulumi.CustomResourceOptions) {
    super(provider, name, inputs, options);
  }
}
