import type { Rule } from "./problems.ts";
import { accountFormat, isolatedAccounts, people, somebodyAdministers } from "./rules/accounts.ts";
import { addonsKnown, chartsPinned, clustersReachable, meshAuthority, officeHours } from "./rules/addons.ts";
import { appNames, appNeighbours, appPlaces, appPorts, appSources, appStores } from "./rules/apps.ts";
import { budgetsAddUp, budgetsPositive } from "./rules/budgets.ts";
import { atlantisApp, colocatedPlace, identityProvider, imageTags, observerAccounts } from "./rules/central.ts";
import { apiAllowlist, ciliumOnAwsOnly, managedCompute, poolArchitecture, poolSizes, systemNodes } from "./rules/cluster.ts";
import { dataSyncNeeds, interconnectEnds, tableNames, tableOwners } from "./rules/connections.ts";
import { awsInstanceClass, backupDays, databaseKind, editionOnGcpOnly, gcpCustomTier, gcpEdition, storage } from "./rules/database.ts";
import { azureChangeCapture, azurePostgresStorage, azureSku, azureZoneRedundancy } from "./rules/database-azure.ts";
import { autoApplyUnprotected, changeLimit, githubApp, githubRepositories, githubSubject, groupNames } from "./rules/delivery.ts";
import { generatedNames } from "./rules/names.ts";
import { estateBlock, placeBlocks, placesApart, placesInsideEstate, placesOffReserved, standbysApart } from "./rules/network.ts";
import { contacts, hostNames, organizationName, repository } from "./rules/organization.ts";
import { productionProtected } from "./rules/production.ts";
import { failedOver, recoveryTiers } from "./rules/recovery.ts";
import { drRegions, enoughZones, gcpDrPairs, homeRegionInUse, nothingEmpty } from "./rules/regions.ts";
import { syncCentral, tableReaders, tableRoutes, tableSeeds } from "./rules/replication.ts";
import { bucketLocks, bucketNamesApart, bucketPurposes, legacyCache, logRetention } from "./rules/storage.ts";
import { extraKeys, labelsApart, tagCount, tagValues } from "./rules/tags.ts";
import {
  centralReached,
  centralTunnels,
  edgeIds,
  edgeThere,
  healthInterval,
  lastPlaceServes,
  primaryCloud,
  trafficWeights,
  writePaths,
} from "./rules/traffic.ts";
import { kubernetesVersion, postgresVersion, terraformVersion, valkeyVersion } from "./rules/versions.ts";

/** Every rule over the resolved estate. */
export const rules: readonly Rule[] = [
  ...[organizationName, hostNames, contacts, repository, generatedNames],
  ...[terraformVersion, kubernetesVersion, postgresVersion, valkeyVersion],
  ...[estateBlock, placeBlocks, placesInsideEstate, placesApart, placesOffReserved, standbysApart],
  ...[nothingEmpty, homeRegionInUse, enoughZones, drRegions, gcpDrPairs],
  ...[accountFormat, isolatedAccounts, people, somebodyAdministers],
  ...[apiAllowlist, ciliumOnAwsOnly, managedCompute, poolSizes, systemNodes, poolArchitecture],
  ...[databaseKind, editionOnGcpOnly, gcpEdition, gcpCustomTier, awsInstanceClass, backupDays, storage],
  ...[azureSku, azureZoneRedundancy, azureChangeCapture, azurePostgresStorage],
  ...[legacyCache, bucketPurposes, bucketNamesApart, bucketLocks, logRetention],
  ...[extraKeys, tagCount, tagValues, labelsApart],
  ...[budgetsPositive, budgetsAddUp, productionProtected],
  ...[autoApplyUnprotected, githubApp, githubRepositories, githubSubject, groupNames, changeLimit],
  ...[addonsKnown, chartsPinned, officeHours, clustersReachable, meshAuthority],
  ...[colocatedPlace, identityProvider, observerAccounts, atlantisApp, imageTags],
  ...[appNames, appSources, appPorts, appPlaces, appStores, appNeighbours],
  ...[interconnectEnds, dataSyncNeeds, tableOwners, tableNames, tableReaders, tableRoutes, tableSeeds, syncCentral],
  ...[edgeIds, edgeThere, healthInterval, trafficWeights, primaryCloud, lastPlaceServes, writePaths],
  ...[centralReached, centralTunnels],
  ...[recoveryTiers, failedOver],
];
