import type { CloudName } from "../place.ts";
import { aws } from "./aws.ts";
import { azure } from "./azure.ts";
import type { Cloud } from "./cloud.ts";
import { gcp } from "./gcp.ts";

/** The compiler's checklist: every cloud, every capability. */
export const clouds: Record<CloudName, Cloud> = { aws, gcp, azure };
