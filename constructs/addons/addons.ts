import { type ITerraformDependable, TerraformResource } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import type { Make } from "../clouds/cloud.ts";
import type { Identity, IdentityProps } from "../identity/contract.ts";
import type { Addon, AddonContext } from "./addon.ts";
import { argoApplication, rootApplication } from "./argo-application.ts";
import { type AddonChoice, addonOf } from "./choose.ts";
import { externalSecret } from "./external-secret.ts";
import { helmRelease } from "./helm-release.ts";
import { AddonNamespace } from "./namespace.ts";
import { givenNamespaces } from "./namespaces.ts";
import { afterEach, inWaves } from "./order.ts";
import { rawManifests } from "./raw-manifests.ts";

export interface AddonsProps {
  readonly context: AddonContext;
  readonly catalog: readonly Addon[];
  readonly choices: readonly AddonChoice[];
  /** Makes an add-on's identity in the place's cloud. */
  readonly identity: Make<IdentityProps, Identity>;
  /** Name of the application that has all others; the release's as well. */
  readonly rootName: string;
  /** Git revision that Argo CD follows. */
  readonly revision: string;
  /** Namespaces that another stack makes. */
  readonly existingNamespaces: readonly string[];
}

const noIdentity: Identity = { serviceAccountAnnotations: {}, podLabels: {} };

/** Everything a place's cluster runs besides applications: namespaces, identities, and the add-ons in their order, each by its renderer. */
export class Addons extends Construct {
  private readonly namespaces = new Map<string, AddonNamespace>();
  private readonly identities = new Map<string, Identity>();
  /** What is there once an add-on is installed, by its name. */
  private readonly installed = new Map<string, ITerraformDependable[]>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AddonsProps,
  ) {
    super(scope, id);
    const { context, catalog, choices, rootName } = props;
    const addons = choices.map((choice) => addonOf(choice, catalog));
    const byArgo = new Set(choices.filter(({ delivery }) => delivery === "argocd").map(({ name }) => name));
    this.makeNamespaces(addons);
    const after = afterEach(addons, catalog);
    const applications = inWaves(addons, catalog).flatMap((wave, index) =>
      wave.flatMap((addon) => {
        const rendered = this.render(addon);
        if (byArgo.has(addon.name))
          return [
            argoApplication({ addon, wave: index, ...rendered, resources: [...rendered.secrets, ...rendered.custom] }, this.platform()),
          ];
        this.install(addon, rendered, after.get(addon.name) ?? []);
        return [];
      }),
    );
    const { gitops } = context.repositories;
    const hasGitops = gitops !== undefined && addons.some(({ name }) => name === "argo-cd");
    if (applications.length === 0 && !hasGitops) return;
    rootApplication(this, "Root", {
      name: rootName,
      platform: this.platform(),
      applications,
      ...(hasGitops && { gitops: { repository: gitops, path: `clusters/${context.place.name}` } }),
      sources: addons.flatMap(({ name, chart }) => (chart && byArgo.has(name) ? [chart.repository.replace("oci://", "")] : [])),
      // Identities, namespaces, and whatever Terraform installs are there before Argo CD begins.
      dependsOn: resourcesOf(this),
    });
  }

  private platform() {
    const { context, rootName, revision } = this.props;
    return { project: rootName, repository: context.repositories.platform, revision };
  }

  private makeNamespaces(addons: readonly Addon[]): void {
    const existing = [...givenNamespaces, ...this.props.existingNamespaces];
    const names = [...new Set(addons.map(({ namespace }) => namespace))].filter((name) => !existing.includes(name)).sort();
    for (const name of names) this.namespaces.set(name, new AddonNamespace(this, `Namespace${pascalCase(name)}`, name));
  }

  private render(addon: Addon) {
    const { context, identity: make } = this.props;
    const { place, cluster, secretStore } = context;
    const need = addon.identity?.(context);
    const scope = new Construct(this, pascalCase(addon.name));
    const own = need && make(scope, "Identity", { place, cluster, namespace: addon.namespace, ...need });
    const identity = own ?? this.identities.get(addon.identityOf ?? "") ?? noIdentity;
    this.identities.set(addon.name, identity);
    const secrets = (addon.secrets?.(context) ?? []).map((secret) =>
      externalSecret(addon.namespace, `${secretStore.prefix}platform-`, secret),
    );
    return {
      scope,
      values: addon.values?.(context, identity) ?? {},
      secrets,
      custom: addon.resources?.(context, identity) ?? [],
    };
  }

  private install(addon: Addon, rendered: ReturnType<Addons["render"]>, after: readonly string[]): void {
    const { name, namespace, chart, delivery, wait = true } = addon;
    const { scope, values, secrets, custom } = rendered;
    const before = [
      ...after.flatMap((other) => this.installed.get(other) ?? []),
      ...resourcesOf(scope),
      ...(this.namespaces.has(namespace) ? [(this.namespaces.get(namespace) as AddonNamespace).resource] : []),
    ];
    const made: ITerraformDependable[] = [];
    const add = (resource: ITerraformDependable) => made.push(resource);
    if (secrets.length > 0)
      add(rawManifests(scope, "Secrets", { name: `${name}-secrets`, namespace, resources: secrets, dependsOn: before }));
    if (chart)
      add(
        helmRelease(scope, "Release", {
          name,
          namespace,
          chart,
          values,
          wait,
          atomic: delivery === "terraform" && wait,
          dependsOn: [...before, ...made],
        }),
      );
    if (custom.length > 0)
      add(
        rawManifests(scope, "Resources", {
          name: chart ? `${name}-resources` : name,
          namespace,
          resources: custom,
          dependsOn: [...before, ...made],
        }),
      );
    this.installed.set(name, made.length > 0 ? made : before);
  }
}

const resourcesOf = (scope: IConstruct): TerraformResource[] => scope.node.findAll().filter((child) => child instanceof TerraformResource);

/** `cert-manager` -> `CertManager`. */
const pascalCase = (name: string): string =>
  name
    .split("-")
    .map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)
    .join("");
