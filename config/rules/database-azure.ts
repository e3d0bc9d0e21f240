import { nearest } from "../did-you-mean.ts";
import { aboutDatabases } from "./database.ts";

/** GiB: https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-storage */
const largestFlexible = 32767;

const basicAndStandard = ["Basic", "S0", "S1", "S2", "S3", "S4", "S6", "S7", "S9", "S12"];
const premium = ["P1", "P2", "P4", "P6", "P11", "P15"];
const cores = [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 32, 40, 80, 128];
const serverlessCores = [1, ...cores.filter((count) => count <= 80)];

/** Service objectives of Azure SQL Database: https://learn.microsoft.com/azure/azure-sql/database/resource-limits-vcore-single-databases */
const serviceObjectives = [
  ...basicAndStandard,
  ...premium,
  ...cores.flatMap((count) => [`GP_Gen5_${count}`, `BC_Gen5_${count}`, `HS_Gen5_${count}`]),
  ...cores.filter((count) => count <= 128).flatMap((count) => [`HS_PRMS_${count}`, `HS_MOPRMS_${count}`]),
  ...serverlessCores.filter((count) => count !== 128).flatMap((count) => [`GP_S_Gen5_${count}`, `HS_S_Gen5_${count}`]),
  ...[8, 10, 12, 14, 16, 18, 20, 24, 32, 36, 72].map((count) => `GP_Fsv2_${count}`),
  ...[2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 32, 40].flatMap((count) => [`GP_DC_${count}`, `BC_DC_${count}`, `HS_DC_${count}`]),
];

/** Flexible servers: tier, `Standard`, machine. */
const flexibleSku = /^(B|GP|MO)_Standard_[A-Z]\w+$/;

/** Azure has the SKU. */
export const azureSku = aboutDatabases(({ tier, kind }, { place }) => {
  if (tier === undefined || place.cloud !== "azure") return [];
  if (kind === "postgresql") {
    const remedy = "use one like GP_Standard_D4ds_v5";
    return flexibleSku.test(tier) ? [] : [{ key: "tier", got: tier, rule: "is not a sku of azure database for postgresql", remedy }];
  }
  if (kind !== "sqlserver" || serviceObjectives.includes(tier)) return [];
  const likely = nearest(tier, serviceObjectives);
  const remedy = likely === undefined ? "use one like GP_Gen5_2 or BC_Gen5_4" : `did you mean ${likely}?`;
  return [{ key: "tier", got: tier, rule: "is not a service objective of azure sql database", remedy }];
});

/** A standby in another zone takes a tier that can have one. */
export const azureZoneRedundancy = aboutDatabases(({ tier = "", kind, highAvailability }, { place, path }) => {
  if (!highAvailability || place.cloud !== "azure") return [];
  const impossible = kind === "sqlserver" ? basicAndStandard.includes(tier) : kind === "postgresql" && tier.startsWith("B_");
  const better = kind === "sqlserver" ? "GP_Gen5_2, BC_Gen5_4 or P1" : "GP_Standard_D2ds_v5";
  const involves = [[...path, "database", "highAvailability"]];
  const remedy = `use ${better}, or highAvailability: false`;
  return impossible ? [{ key: "tier", got: tier, rule: "cannot have a standby in another zone", remedy, involves }] : [];
});

/** Change data capture needs S3 or more: https://learn.microsoft.com/azure/azure-sql/database/change-data-capture-overview */
export const azureChangeCapture = aboutDatabases(({ tier = "", kind }, { place, environment }) => {
  if (!environment.dataSync || place.cloud !== "azure" || kind !== "sqlserver") return [];
  const involves = [["environments", environment.name, "dataSync"]];
  return ["Basic", "S0", "S1", "S2"].includes(tier)
    ? [
        {
          key: "tier",
          got: tier,
          rule: "has no change data capture, which dataSync needs",
          remedy: "use S3 or more, or a vCore tier like GP_Gen5_2",
          involves,
        },
      ]
    : [];
});

/** Flexible servers have a largest disk. */
export const azurePostgresStorage = aboutDatabases(({ kind, storageGib }, { place, path }) => {
  if (kind !== "postgresql" || place.cloud !== "azure" || storageGib <= largestFlexible) return [];
  const rule = `is more than azure database for postgresql holds (${largestFlexible})`;
  return [
    { key: "storageGib", got: `${storageGib} GiB`, rule, remedy: "store less or split it", involves: [[...path, "database", "kind"]] },
  ];
});
