import { addonNames } from "../../constructs/addons/catalog.ts";
import { parseOfficeHours } from "../../constructs/addons/office-hours.ts";
import { chooseAmong } from "../did-you-mean.ts";
import { environmentsOf, placesOf } from "../places.ts";
import { type Finding, type Rule, shown } from "../problems.ts";

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** A Helm release has at most 53 characters, and the release of an add-on's objects ends in `-resources`. */
const LONGEST_NAME = 43;

/** An add-on is one the platform knows, or says where its chart is; one it knows keeps its chart and namespace. */
export const addonsKnown: Rule = (estate) =>
  placesOf(estate).flatMap(({ settings: { addons }, path }) =>
    Object.entries(addons).flatMap(([name, { chart, version, namespace }]): Finding[] => {
      const at = [...path, "addons", name];
      const own = !addonNames.includes(name);
      if (own && chart === undefined)
        return [
          {
            path: at,
            got: JSON.stringify(name),
            rule: "is not an add-on",
            remedy: `${chooseAmong(name, addonNames)}, or say where its chart is (chart: { repository, name })`,
          },
        ];
      if (own && version === undefined)
        return [{ path: at, got: "no version", rule: "would take whatever is newest", remedy: "add version with an exact one" }];
      if (own && (!kebab.test(name) || name.length > LONGEST_NAME))
        return [
          {
            path: at,
            got: shown(name),
            rule: `is not up to ${LONGEST_NAME} lower-case letters, digits and single hyphens`,
            remedy: "use a name like my-tool",
          },
        ];
      const fixed = !own && (chart ? "chart" : namespace ? "namespace" : undefined);
      return fixed
        ? [
            {
              path: [...at, fixed],
              got: shown(chart ?? namespace),
              rule: `is for add-ons of your own; ${name} has one`,
              remedy: "take it away",
            },
          ]
        : [];
    }),
  );

/** Charts come over TLS, at exact versions. */
export const chartsPinned: Rule = (estate) =>
  placesOf(estate).flatMap(({ settings: { addons }, path }) =>
    Object.entries(addons).flatMap(([name, { chart, version }]): Finding[] => {
      const at = [...path, "addons", name];
      const address = chart && !/^(https|oci):\/\/[a-z0-9.-]+(\/[\w.-]+)*\/?$/.test(chart.repository);
      const loose = version !== undefined && !/^v?\d+\.\d+\.\d+(-[\w.]+)?(\+[\w.]+)?$/.test(version);
      return [
        ...(address
          ? [
              {
                path: [...at, "chart", "repository"],
                got: shown(chart.repository),
                rule: "is not an https:// or oci:// address",
                remedy: "write it like https://charts.example.com",
              },
            ]
          : []),
        ...(loose
          ? [{ path: [...at, "version"], got: shown(version), rule: "is not an exact version", remedy: "write it like 1.2.3" }]
          : []),
      ];
    }),
  );

/** Office hours are days, hours and a time zone. */
export const officeHours: Rule = (estate) =>
  environmentsOf(estate)
    .filter(({ autoStop }) => autoStop !== undefined && parseOfficeHours(autoStop) === undefined)
    .map(({ name, autoStop }) => ({
      path: ["environments", name, "autoStop"],
      got: shown(autoStop),
      rule: "is not days, hours and a time zone",
      remedy: "write it like mon-fri 07:00-20:00 Europe/Amsterdam",
    }));

/** What runs in a cluster is installed from the management place, which must reach the cluster's API server. */
export const clustersReachable: Rule = (estate) => {
  const { central } = estate;
  const isolated = environmentsOf(estate).filter(({ name, interconnect }) => central && name !== central.environment && !interconnect);
  return isolated.flatMap((environment) =>
    placesOf(estate)
      // GKE's API server has a public name that IAM guards: constructs/cluster/gcp.ts.
      .filter(
        ({ place, settings }) =>
          place.environment === environment.name && place.cloud !== "gcp" && settings.cluster.apiAllowlist.length === 0,
      )
      .slice(0, 1)
      .map(({ place, path }) => ({
        path: ["environments", environment.name, "interconnect"],
        got: "false",
        rule: `leaves the private API server of ${place.id} out of reach of ${central?.environment}, whose agents install what runs in it`,
        remedy: "use true, or list the agents' addresses in cluster.apiAllowlist",
        involves: [[...path, "cluster", "apiAllowlist"], ["management"]],
      })),
  );
};

/** Meshes of several places trust each other by certificates of one authority, Vault's, and it runs in the management place. */
export const meshAuthority: Rule = (estate) =>
  environmentsOf(estate)
    .filter(
      ({ name, mesh, interconnect }) =>
        mesh !== "none" &&
        interconnect &&
        estate.central === undefined &&
        placesOf(estate).filter(({ place }) => place.environment === name).length > 1,
    )
    .map(({ name, mesh }) => ({
      path: ["environments", name, "mesh"],
      got: mesh,
      rule: "spans places that need one certificate authority, Vault in the management place, and there is none",
      remedy: "add the management section, or use mesh: none",
      involves: [["management"], ["environments", name, "interconnect"]],
    }));
