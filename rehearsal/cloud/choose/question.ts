import { isObject, type Value } from "../../values.ts";
import { digitsOf, uuidOf } from "../digest.ts";
import type { Choice } from "../session.ts";
import { drawn, drawnNumber } from "./chance.ts";
import type { Context } from "./choose.ts";
import { type Parts, render } from "./template.ts";

/** A choice to be made, with what answers need to know of the object and what surrounds it. */
export class Question implements Parts {
  /** Names of attributes and blocks, without indexes: `vpc_config.cluster_security_group_id`. */
  readonly path: string;
  /** The last of them. */
  readonly name: string;
  /** The resource type without the provider's name: `eks_cluster`. */
  readonly kind: string;

  constructor(
    readonly choice: Choice,
    readonly context: Context,
  ) {
    const names = choice.path.filter((step) => typeof step === "string");
    this.path = names.join(".");
    this.name = names.at(-1) ?? "";
    this.kind = choice.object.type.replace(/^[a-z]+_/, "");
  }

  /** `<type>.<path>` */
  get place(): string {
    return `${this.choice.object.type}.${this.path}`;
  }

  /** The index of the list element that is asked about, or 0. */
  get index(): number {
    return this.choice.path.findLast((step) => typeof step === "number") ?? 0;
  }

  value(name: string): Value {
    return this.choice.values[name] ?? null;
  }

  attribute(name: string): string | undefined {
    const value = name.split(".").reduce<Value>((within, step) => memberOf(within, step), this.choice.values);
    return typeof value === "string" || typeof value === "number" || typeof value === "bigint" ? String(value) : undefined;
  }

  random(kind: string, length: number): string {
    return drawn(this.choice.object.key, kind, length);
  }

  /** As `random`, but other for each attribute of the object. */
  own(kind: string, length = 0): string {
    return drawn(`${this.choice.object.key} ${this.choice.path.join(".")}`, kind, length);
  }

  ownNumber(limit: number): number {
    return drawnNumber(`${this.choice.object.key} ${this.choice.path.join(".")}`, limit);
  }

  /** A row filled in from the object and what surrounds it. */
  filled(row: string): string | undefined {
    return render(row, this);
  }

  /** The question after another attribute of the object. */
  at(...path: readonly string[]): Question {
    return new Question({ ...this.choice, path }, this.context);
  }

  /** What fills a row in, where an attribute is taken otherwise than it is. */
  partsWith(attribute: (name: string) => string | undefined): Parts {
    return {
      attribute,
      random: (kind, length) => this.random(kind, length),
      own: (kind, length) => this.own(kind, length),
      setting: (name) => this.setting(name),
    };
  }

  setting(name: string): string {
    const { settings } = this.context;
    const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
    const accounts = settings.allowed_account_ids;
    switch (name) {
      case "region":
        return this.attribute("region") ?? text(settings.region) ?? "us-east-1";
      case "account":
        return text(Array.isArray(accounts) ? accounts[0] : undefined) ?? "123456789012";
      case "project":
        return (this.attribute("project") ?? text(settings.project) ?? "example-project").replace(/^projects\//, "");
      case "number":
        // As the data sources of the project say it.
        return digitsOf(this.setting("project"), 12);
      case "subscription":
        return text(settings.subscription_id) ?? "00000000-0000-4000-8000-000000000000";
      case "location":
        return (this.attribute("location") ?? (this.choice.object.type.startsWith("azurerm_") ? "eastus2" : this.setting("region")))
          .toLowerCase()
          .replaceAll(" ", "");
      case "tenant":
        // As the data sources have it: one for all, if none is said.
        return text(settings.tenant_id) ?? uuidOf("tenant");
      default:
        return text(settings[name]) ?? "";
    }
  }
}

/** A member of an object, or of the one object in a list. */
function memberOf(value: Value, name: string): Value {
  const one = Array.isArray(value) ? (value[0] ?? null) : value;
  return isObject(one) ? (one[name] ?? null) : null;
}
