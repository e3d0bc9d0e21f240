import { DataTfeProject } from "@cdktf/provider-tfe/lib/data-tfe-project";
import { Project } from "@cdktf/provider-tfe/lib/project";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { constructId } from "./construct-id.ts";

export interface ProjectProps {
  readonly name: string;
  /** Whether it is there before this stack is applied: the first `terraform init` made it. */
  readonly existing: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export interface ProjectsProps {
  /** By environment. */
  readonly projects: Readonly<Record<string, ProjectProps>>;
}

/** A project per environment: who may do what is said per project, and what runs may act as is trusted per project. */
export class Projects extends Construct {
  private readonly ids: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ProjectsProps) {
    super(scope, id);
    const ids = Object.entries(props.projects).map(([environment, project]) => [environment, this.project(environment, project)]);
    this.ids = Object.fromEntries(ids);
  }

  /** @throws when there is no project for the environment */
  idOf(environment: string): string {
    const id = this.ids[environment];
    if (id === undefined) {
      throw new Error(`no project for environment ${environment}; there are ${Object.keys(this.ids).join(", ")}; add it to projects`);
    }
    return id;
  }

  private project(environment: string, { name, existing, tags }: ProjectProps): string {
    const checked = nameOf("tfe:Project", name);
    if (existing) return new DataTfeProject(this, constructId(environment), { name: checked }).id;
    return new Project(this, constructId(environment), {
      name: checked,
      description: `Stacks of ${environment}`,
      tags: { ...tags },
    }).id;
  }
}
