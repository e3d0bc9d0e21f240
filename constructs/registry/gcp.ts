import { ArtifactRegistryRepository } from "@cdktf/provider-google/lib/artifact-registry-repository";
import { ArtifactRegistryRepositoryIamMember } from "@cdktf/provider-google/lib/artifact-registry-repository-iam-member";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import { GcpKey, serviceAgent } from "../encryption/gcp.ts";
import { accountOf } from "../place.ts";
import { gcpLocation, registryAddress } from "./address.ts";
import { type Registry, type RegistryProps, untaggedDays } from "./contract.ts";
import { GcpPusher } from "./gcp-pusher.ts";

/**
 * One repository of Artifact Registry for all images: tags that never move, looked through for vulnerabilities, encrypted with a customer
 * key, kept in several regions of the continent at once. Each cluster's nodes pull as themselves.
 *
 * About $0.10 per GiB and month; scanning $0.26 per image.
 */
export class GcpRegistry extends Construct implements Registry {
  readonly cloud = "gcp";
  readonly address: string;
  readonly pushIdentity: string;

  constructor(scope: Construct, id: string, props: RegistryProps) {
    super(scope, id);
    const repository = this.repository(props);
    const { place, clusters, github } = props;
    const { projectId } = accountOf(place, "gcp");
    const shared = { project: projectId, location: gcpLocation(place), repository: repository.name };
    for (const [name, { nodeIdentity }] of Object.entries(clusters)) {
      const member = `serviceAccount:${nodeIdentity}`;
      new ArtifactRegistryRepositoryIamMember(this, `${constructId(name)}Pull`, {
        ...shared,
        role: "roles/artifactregistry.reader",
        member,
      });
    }
    this.pushIdentity = "";
    if (github.repositories.length > 0) {
      const { email } = new GcpPusher(this, "Push", props);
      const member = `serviceAccount:${email}`;
      new ArtifactRegistryRepositoryIamMember(this, "Pushes", { ...shared, role: "roles/artifactregistry.writer", member });
      this.pushIdentity = email;
    }
    this.address = registryAddress(place);
  }

  private repository({ place, deletionProtection }: RegistryProps): ArtifactRegistryRepository {
    const location = gcpLocation(place);
    const key = new GcpKey(this, "Key", {
      place,
      purpose: "registry",
      location,
      users: { Registry: serviceAgent(place, "artifact-registry") },
    });
    return new ArtifactRegistryRepository(this, "Resource", {
      project: accountOf(place, "gcp").projectId,
      location,
      repositoryId: place.organization,
      description: "Images of the platform's applications",
      format: "DOCKER",
      kmsKeyName: key.keyId,
      dockerConfig: { immutableTags: true },
      vulnerabilityScanningConfig: { enablementConfig: "INHERITED" },
      // What no tag leads to is gone after a while; what has one stays, since something may run it.
      cleanupPolicyDryRun: false,
      cleanupPolicies: [{ id: "untagged", action: "DELETE", condition: { tagState: "UNTAGGED", olderThan: `${untaggedDays * 86_400}s` } }],
      // The key must be usable when the repository is created.
      dependsOn: key.grants,
      lifecycle: { preventDestroy: deletionProtection },
    });
  }
}
