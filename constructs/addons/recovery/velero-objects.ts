import { accountOf } from "../../place.ts";
import type { AddonContext, Manifest, Values } from "../addon.ts";
import { foreignReading, veleroNamespace } from "./velero-foreign.ts";
import { backupCloud } from "./velero-locations.ts";

/** Names of what Velero's pods read. The chart makes these objects itself (`extraObjects`): its pods do not start without them. */
export const veleroObjects = {
  /** Files of the clouds' libraries. */
  files: "velero-files",
  /** Variables with their paths, in a Secret because the chart takes no ConfigMap: it holds none. */
  variables: "velero-variables",
  nodeAgent: "velero-node-agent",
  volumes: "velero-volumes",
} as const;

/** Folder of the files. */
const FILES = "/etc/velero";

const object = (apiVersion: string, kind: string, name: string, rest: Values): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace: veleroNamespace },
  ...rest,
});

/** Which file is for which variable. */
function files(context: AddonContext): { variable: string; name: string; text: string }[] {
  const { place } = context;
  const foreign = foreignReading(context);
  return [
    // The plugin of Azure insists on a file even where the pod's own token does: it says whose the resources are.
    ...(place.cloud === "azure"
      ? [
          {
            variable: "AZURE_CREDENTIALS_FILE",
            name: "azure",
            text: `AZURE_SUBSCRIPTION_ID=${accountOf(place, "azure").subscriptionId}\nAZURE_CLOUD_NAME=AzurePublicCloud\n`,
          },
        ]
      : []),
    ...(foreign ? [{ variable: foreign.variable, name: "foreign", text: foreign.file }] : []),
  ];
}

/** Volumes are frozen and copied out by their driver, or read file by file: https://velero.io/docs/main/resource-filtering/ */
const volumePolicies = (context: AddonContext): string => `version: v1
volumePolicies:
  - conditions:
      csi:
        driver: ${backupCloud(context).fileDriver}
    action:
      type: fs-backup
`;

/**
 * How data is moved: https://velero.io/docs/main/data-movement-restore-pvc-configuration/. A volume is restored even while no pod
 * waits for it, as the drill's never does.
 */
const nodeAgentConfig = JSON.stringify({ loadConcurrency: { globalConfig: 2 }, restorePVC: { ignoreDelayBinding: true } });

/** What the chart makes beside its own. */
export function veleroExtras(context: AddonContext): Manifest[] {
  const found = files(context);
  const texts = Object.fromEntries(found.map(({ name, text }) => [name, text]));
  const variables = Object.fromEntries(found.map(({ variable, name }) => [variable, `${FILES}/${name}`]));
  return [
    object("v1", "ConfigMap", veleroObjects.nodeAgent, { data: { "node-agent.json": nodeAgentConfig } }),
    object("v1", "ConfigMap", veleroObjects.volumes, { data: { "policies.yaml": volumePolicies(context) } }),
    object("v1", "ConfigMap", veleroObjects.files, { data: texts }),
    object("v1", "Secret", veleroObjects.variables, { type: "Opaque", stringData: variables }),
  ];
}

/** Volumes of the server's pods and of those that move data. */
export function veleroVolumes(context: AddonContext): { extraVolumes: Values[]; extraVolumeMounts: Values[] } {
  const foreign = foreignReading(context);
  return {
    extraVolumes: [{ name: "files", configMap: { name: veleroObjects.files } }, ...(foreign ? [foreign.volume] : [])],
    extraVolumeMounts: [{ name: "files", mountPath: FILES, readOnly: true }, ...(foreign ? [foreign.volumeMount] : [])],
  };
}
