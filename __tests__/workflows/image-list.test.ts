import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { images } from "../../.github/scripts/images.ts";
import { type Edits, edited, load } from "../config/fixture.ts";

const listed = (edits: Edits = {}) => images(load(edited(edits)));
const withoutCentral = {
  "estate:management": undefined,
  "dev:interconnect": false,
  "staging:mesh": "none",
  "prod:mesh": "none",
  "staging:dataSync": false,
  "prod:dataSync": false,
};

describe("images.ts", () => {
  it("lists the images with their tags, each for the registries of the clouds that run it", () => {
    const ecr = { cloud: "aws", host: "111111111111.dkr.ecr.us-east-1.amazonaws.com", folder: "acme", environment: "mgmt" };
    const connect = { image: "kafka-connect", tag: "1.0.0" };
    expect(listed()).toEqual([
      { image: "agents", tag: "1.0.0", ...ecr },
      { image: "atlantis", tag: "1.0.0", ...ecr },
      { ...connect, ...ecr },
      { ...connect, cloud: "gcp", host: "us-docker.pkg.dev", folder: "acme-mgmt/acme", environment: "mgmt" },
      { ...connect, cloud: "azure", host: expect.stringMatching(/^acmemgmt[0-9a-f]{4}\.azurecr\.io$/), folder: "", environment: "mgmt" },
    ]);
  });

  it("takes Kafka Connect to the clouds that run it only", () => {
    const tables = [{ name: "public.orders", owner: "aws", to: ["azure"] }];
    const clouds = (edits: Edits) => listed(edits).flatMap(({ image, cloud }) => (image === "kafka-connect" ? [cloud] : []));
    expect(clouds({ "estate:dataSync.tables": tables })).toEqual(["aws", "azure"]);
    expect(clouds({ "staging:dataSync": false, "prod:dataSync": false })).toEqual([]);
  });

  it("follows the configured tags, each by itself", () => {
    const tags = listed({ "estate:versions.images": { atlantis: "1.0.1" } }).map(({ image, tag }) => `${image}:${tag}`);
    expect([...new Set(tags)]).toEqual(["agents:1.0.0", "atlantis:1.0.1", "kafka-connect:1.0.0"]);
  });

  it("leaves out Atlantis where no GitHub App is", () => {
    expect(listed({ "estate:github.atlantis": undefined }).some(({ image }) => image === "atlantis")).toBe(false);
  });

  it("goes where the central services are, and lists nothing without them", () => {
    const colocated = { "estate:management": { hosting: "colocated", environment: "prod", region: "us-east-1" }, "prod:mesh": "none" };
    expect(new Set(listed(colocated).map(({ environment }) => environment))).toEqual(new Set(["prod"]));
    expect(listed(withoutCentral)).toEqual([]);
    const local = listed({ "estate:terraform.backend": "local" });
    expect(new Set(local.map(({ image }) => image))).toEqual(new Set(["kafka-connect"]));
  });

  it("writes what the next job's matrix reads, by the program that the workflow runs", () => {
    const output = join(mkdtempSync(join(tmpdir(), "images-")), "output");
    const env = { ...process.env, GITHUB_OUTPUT: output };
    const { status, stderr } = spawnSync(process.execPath, ["synth/run.cjs", ".github/scripts/images.ts"], { env, encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
    const [line = "", ...others] = readFileSync(output, "utf8").trim().split("\n");
    expect(others).toEqual([]);
    for (const { image, tag } of JSON.parse(line.replace("images=", ""))) {
      expect(existsSync(join(image, "Dockerfile")), image).toBe(true);
      expect(tag).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/);
    }
  });
});
