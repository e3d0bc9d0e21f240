import { createHash } from "node:crypto";
import type { DmsTask } from "./dms-tasks.ts";

/**
 * Schema in every PostgreSQL database for what DMS keeps for itself: what it could not apply, its heartbeat, and what it wrote, where two
 * databases copy to each other. The login may make tables there and nowhere else.
 */
export const dmsSchema = "dms_control";

/** Known by what it is about, so that another table changes no rule: DMS takes up to 10 digits. */
const ruleId = (text: string): string => String(Number.parseInt(createHash("sha256").update(text).digest("hex").slice(0, 8), 16));

const schemaOf = (table: string): string => table.split(".")[0] as string;

const selection = (table: string): object => ({
  "rule-type": "selection",
  "rule-id": ruleId(`selection ${table}`),
  "rule-name": table,
  "object-locator": { "schema-name": schemaOf(table), "table-name": table.slice(schemaOf(table).length + 1) },
  "rule-action": "include",
});

const renaming = ([from, to]: [string, string]): object => ({
  "rule-type": "transformation",
  "rule-id": ruleId(`schema ${from}`),
  "rule-name": `${from} as ${to}`,
  "rule-target": "schema",
  "object-locator": { "schema-name": from },
  "rule-action": "rename",
  value: to,
});

/**
 * Exactly the tables that a task carries, by name, and once for each schema what it is called at the reader.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TableMapping.html
 */
export function tableMappings({ tables }: Pick<DmsTask, "tables">): string {
  const schemas = new Map(tables.map(({ table, as }) => [schemaOf(table), schemaOf(as)]));
  const renamed = [...schemas].filter(([from, to]) => from !== to);
  return JSON.stringify({ rules: [...tables.map(({ table }) => selection(table)), ...renamed.map(renaming)] });
}

/** How a task copies and follows: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.html */
export const taskSettings = ({ loopback, to }: Pick<DmsTask, "loopback" | "to">): string =>
  JSON.stringify({
    ...(to !== "bus" && { ControlTablesSettings: { ControlSchema: dmsSchema } }),
    TargetMetadata: { SupportLobs: true, LimitedSizeLobMode: true, LobMaxSize: 32, BatchApplyEnabled: to !== "bus" && !loopback },
    // Tables are the applications' own: their migrations made them.
    FullLoadSettings: { TargetTablePrepMode: "DO_NOTHING", MaxFullLoadSubTasks: 8 },
    Logging: { EnableLogging: true },
    ValidationSettings: { EnableValidation: to !== "bus", ThreadCount: 5 },
    ErrorBehavior: { DataErrorPolicy: "LOG_ERROR", TableErrorPolicy: "SUSPEND_TABLE", RecoverableErrorCount: -1 },
    ChangeProcessingDdlHandlingPolicy: {
      HandleSourceTableDropped: false,
      HandleSourceTableTruncated: false,
      HandleSourceTableAltered: false,
    },
    ...(loopback && {
      LoopbackPreventionSettings: { EnableLoopbackPrevention: true, SourceSchema: dmsSchema, TargetSchema: dmsSchema },
    }),
  });
