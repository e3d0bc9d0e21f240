import type { WireValue } from "./codec.ts";

/** A step of an attribute's path; just one of the three is set. */
export interface WireStep {
  readonly attribute_name?: string;
  readonly element_key_string?: string;
  readonly element_key_int?: number;
}

/** Where an attribute is. */
export interface WirePath {
  readonly steps: readonly WireStep[];
}

/** What terraform shows to whoever runs it. */
export interface WireDiagnostic {
  readonly severity: "ERROR" | "WARNING";
  readonly summary: string;
  readonly detail: string;
  readonly attribute?: WirePath;
}

/** The fields of the requests a rehearsal reads. One type for all, as a request names few: what a call does not have is absent. */
export interface Request {
  readonly type_name?: string;
  readonly config?: WireValue | null;
  readonly current_state?: WireValue | null;
  readonly prior_state?: WireValue | null;
  readonly planned_state?: WireValue | null;
  readonly proposed_new_state?: WireValue | null;
  readonly raw_state?: { readonly json?: Uint8Array } | null;
  readonly private?: Uint8Array;
  readonly prior_private?: Uint8Array;
  readonly planned_private?: Uint8Array;
  readonly id?: string;
  readonly source_type_name?: string;
  readonly source_provider_address?: string;
  readonly target_type_name?: string;
}

/** What every answer may carry. */
export interface Diagnosed {
  readonly diagnostics?: readonly WireDiagnostic[];
}

/** The answers, by call: what `tfplugin6.proto` says, as far as a rehearsal fills it in. */
export interface Responses {
  GetMetadata: Diagnosed & {
    readonly server_capabilities: object;
    readonly resources: readonly object[];
    readonly data_sources: readonly object[];
    readonly ephemeral_resources: readonly object[];
  };
  GetProviderSchema: Diagnosed & {
    readonly server_capabilities: object;
    readonly provider: object;
    readonly resource_schemas: Readonly<Record<string, object>>;
    readonly data_source_schemas: Readonly<Record<string, object>>;
    readonly ephemeral_resource_schemas: Readonly<Record<string, object>>;
  };
  ValidateProviderConfig: Diagnosed;
  ValidateResourceConfig: Diagnosed;
  ValidateDataResourceConfig: Diagnosed;
  ValidateEphemeralResourceConfig: Diagnosed;
  ConfigureProvider: Diagnosed;
  UpgradeResourceState: Diagnosed & { readonly upgraded_state?: WireValue };
  ReadResource: Diagnosed & { readonly new_state?: WireValue; readonly private?: Uint8Array };
  PlanResourceChange: Diagnosed & {
    readonly planned_state?: WireValue;
    readonly requires_replace?: readonly WirePath[];
    readonly planned_private?: Uint8Array;
    readonly legacy_type_system?: boolean;
  };
  ApplyResourceChange: Diagnosed & {
    readonly new_state?: WireValue;
    readonly private?: Uint8Array;
    readonly legacy_type_system?: boolean;
  };
  ImportResourceState: Diagnosed & {
    readonly imported_resources?: readonly { readonly type_name: string; readonly state: WireValue; readonly private: Uint8Array }[];
  };
  MoveResourceState: Diagnosed;
  ReadDataSource: Diagnosed & { readonly state?: WireValue };
  OpenEphemeralResource: Diagnosed & { readonly result?: WireValue };
  RenewEphemeralResource: Diagnosed;
  CloseEphemeralResource: Diagnosed;
  GetFunctions: Diagnosed;
  StopProvider: { readonly Error?: string };
}

/** The name of a call of the protocol. */
export type Rpc = keyof Responses;

/** A provider: an answer to every call. */
export type Calls = { readonly [R in Rpc]: (request: Request) => Responses[R] };
