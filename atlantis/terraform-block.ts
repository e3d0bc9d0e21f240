import { blocksOf, isSame, quoted } from "./blocks.ts";
import { expectedProject, expectedWorkspace, fullSource, type Problem, type Stack } from "./policy.ts";
import { isObject, type Json } from "./strict-json.ts";

/** Refuses another state, another Terraform, other providers: the whole `terraform` block is known beforehand. */
export function terraformBlock(json: Json, stack: Stack): Problem[] {
  const { terraform } = json;
  if (!isObject(terraform)) return [{ path: "terraform", message: `is ${quoted(terraform)}; one object is needed` }];
  const { required_version, required_providers, cloud, ...others } = terraform;
  const { hostname, organization, terraformVersion } = stack.policy;
  const workspaces = { name: expectedWorkspace(stack), project: expectedProject(stack) };
  return [
    ...Object.keys(others).map((key) => ({
      path: `terraform.${key}`,
      message: "is not allowed; only required_version, required_providers and cloud are",
    })),
    ...expect("terraform.required_version", required_version, terraformVersion),
    ...expect("terraform.cloud", cloud, { hostname, organization, workspaces }),
    ...requiredProviders(required_providers, stack),
  ];
}

function requiredProviders(value: unknown, { policy }: Stack): Problem[] {
  if (value === undefined) return []; // then no resource may need one
  if (!isObject(value)) return [{ path: "terraform.required_providers", message: `is ${quoted(value)}; one object is needed` }];
  return Object.entries(value).flatMap(([name, requirement]) => {
    const path = `terraform.required_providers.${name}`;
    if (
      !isObject(requirement) ||
      typeof requirement.source !== "string" ||
      !isSame(Object.keys(requirement).sort(), ["source", "version"])
    ) {
      return [{ path, message: `is ${quoted(requirement)}; exactly source and version are needed` }];
    }
    const source = fullSource(requirement.source);
    const known = Object.hasOwn(policy.providers, source) ? policy.providers[source] : undefined;
    if (known === undefined)
      return [{ path: `${path}.source`, message: `is ${source}; allowed are ${Object.keys(policy.providers).join(", ")}` }];
    return expect(`${path}.version`, requirement.version, known.version);
  });
}

const expect = (path: string, got: unknown, wanted: unknown): Problem[] =>
  isSame(got, wanted) ? [] : [{ path, message: `is ${quoted(got)}; it must be ${quoted(wanted)}: run npm run synth` }];

/** Refuses reading state of anybody else: the credentials that read it are the server's or the run's. */
export function remoteStates(json: Json, { policy }: Stack): Problem[] {
  const states = blocksOf(json.data, 2, "data", () => {}).filter(({ labels }) => labels[0] === "terraform_remote_state");
  const { hostname, organization } = policy;
  return states.flatMap(({ body, path }) => {
    const { "//": _, backend, config, defaults: __, ...others } = body;
    const name = isObject(config) && isObject(config.workspaces) ? config.workspaces.name : undefined;
    const isOwn = typeof name === "string" && name.startsWith(`${organization}-`) && /^[\w-]+$/.test(name);
    return [
      ...Object.keys(others).map((key) => ({ path: `${path}.${key}`, message: "is not allowed; only backend, config and defaults are" })),
      ...expect(`${path}.backend`, backend, "remote"),
      ...(isOwn
        ? []
        : [{ path: `${path}.config.workspaces.name`, message: `is ${quoted(name)}; it must be a workspace ${organization}-...` }]),
      ...(isOwn ? expect(`${path}.config`, config, { hostname, organization, workspaces: { name } }) : []),
    ];
  });
}
