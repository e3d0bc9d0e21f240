import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { ADDRESS, type Session } from "../../../rehearsal/cloud/session.ts";
import { type CloudOptions, SimulatedCloud } from "../../../rehearsal/cloud/simulated-cloud.ts";
import type { Stack, StackJson } from "../../../rehearsal/stacks.ts";
import type { ObjectValue } from "../../../rehearsal/values.ts";

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

/** A stack with providers of all clouds, in one account of each. */
export function stackOf(id: string, json: StackJson = {}): Stack {
  const provider = {
    aws: [{ region: "us-east-1", allowed_account_ids: ["111111111111"] }],
    google: [{ project: "acme-dev", region: "us-east4" }],
    azurerm: [{ subscription_id: "sub-1", tenant_id: "tenant-1" }],
    tfe: [{ organization: "acme" }],
    github: [{ owner: "acme" }],
  };
  return { id, folder: `/nowhere/${id}`, reads: [], json: { ...json, provider: { ...provider, ...json.provider } } };
}

/** The path of a journal in a folder that is gone after the test. */
export function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "simulated-cloud-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "cloud.jsonl");
}

/** A simulated cloud that is closed after the test. */
export function openCloud(options: Partial<CloudOptions> = {}): SimulatedCloud {
  const cloud = SimulatedCloud.open({ file: newFile(), stacks: [], ...options });
  cleanups.push(() => cloud.close());
  return cloud;
}

/** Makes an object as the provider server does. @returns its key */
export function make(session: Session, address: string, type: string, values: ObjectValue): string {
  const object = session.begin(address, type);
  session.create(object, { [ADDRESS]: address, ...values });
  return object.key;
}
