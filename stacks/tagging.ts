import { type IAspect, TerraformResource, Token } from "cdktf";
import type { IConstruct } from "constructs";
import type { CloudName } from "../constructs/place.ts";
import { type Tags, tagsFor } from "../constructs/tags.ts";

interface Taggable {
  readonly cloud: CloudName;
  /** The first of these that the resource can be given. */
  readonly inputs: readonly string[];
}

/** What a resource type's prefix says of where its tags go. */
const taggable: Record<string, Taggable> = {
  aws_: { cloud: "aws", inputs: ["tags"] },
  google_: { cloud: "gcp", inputs: ["resourceLabels", "userLabels", "labels"] },
  azurerm_: { cloud: "azure", inputs: ["tags"] },
};

/**
 * Puts the stack's tags on every resource that can carry them, under the resource's own. Provider defaults are not
 * enough: Infracost does not see them and Azure has none.
 */
export class TagEverything implements IAspect {
  private readonly perCloud = new Map<CloudName, Record<string, string>>();

  constructor(private readonly tags: Tags) {}

  visit(node: IConstruct): void {
    if (!TerraformResource.isTerraformResource(node)) return;
    const rule = taggable[node.terraformResourceType.slice(0, node.terraformResourceType.indexOf("_") + 1)];
    const input = rule?.inputs.find((name) => `${name}Input` in node);
    if (rule === undefined || input === undefined) return;
    const resource = node as unknown as Record<string, unknown>;
    const own = resource[`${input}Input`] as Record<string, string> | undefined;
    if (Token.isUnresolved(own)) return;
    resource[input] = { ...this.tagsOf(rule.cloud), ...own };
  }

  private tagsOf(cloud: CloudName): Record<string, string> {
    const tags = this.perCloud.get(cloud) ?? tagsFor(cloud, this.tags);
    this.perCloud.set(cloud, tags);
    return tags;
  }
}
