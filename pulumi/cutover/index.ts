import * as pulumi from "@pulumi/pulumi";
import { Traffic } from "./traffic";

const config = new pulumi.Config();
const asked = config.getNumber("greenShare");

/** Where the traffic is; once it is where it should stay, the traffic stack's configuration says the same. */
export const greenShare =
  asked === undefined
    ? undefined // This environment asks for no cut-over.
    : new Traffic("traffic", {
        organization: config.require("organization"),
        blue: config.require("blue"),
        green: config.require("green"),
        zone: config.require("zone"),
        host: config.require("host"),
        greenShare: asked,
        steps: config.get("steps") ?? "1,5,25,50,100",
        watchSeconds: config.getNumber("watchSeconds") ?? 300,
      }).greenShare;
