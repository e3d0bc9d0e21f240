import { argumentOf, fits } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";

/** What Entra wants to be called by whoever issues the token; two sovereign clouds have a name of their own. */
const AUDIENCE = /^api:\/\/AzureADTokenExchange(USGov|China)?$/;

const isFixed = (got: Json | undefined): boolean => Array.isArray(got) && got.length === 1 && AUDIENCE.test(String(got[0]));

/** Entra compares subjects letter by letter: a wildcard is either a mistake or another feature that compares less. */
function isExact(subject: Json | undefined): boolean {
  return typeof subject === "string" && subject !== "" && !/[*?]/.test(subject.replaceAll(/\$\{[^}]*\}/g, ""));
}

/** Subjects of GitHub's that anybody's pull request, or any branch, can have. */
function github(credential: Subject): Finding[] {
  if (!String(argumentOf(credential, "issuer")).includes("//token.actions.githubusercontent.com")) return [];
  const isPinned = (got: Json | undefined) => /^repo:[^/:]+\/[^/:]+:(environment|ref|job_workflow_ref):.+$/.test(String(got));
  return fits(credential, "subject", isPinned, "repo:<owner>/<name>:environment:<name> or :ref:<branch or tag>");
}

/** Whose tokens an identity on Azure takes. */
export const federatedCredential: Policy = {
  id: "AZ-13",
  title: "A federated credential names one subject exactly, and Entra as the audience",
  severity: "critical",
  remedy: "write out the subject, one credential for each, and the audience api://AzureADTokenExchange",
  reference: "CKV_AZURE_249",
  appliesTo: ["azurerm_federated_identity_credential"],
  judge: (credential) => {
    const inexact = fits(credential, "subject", isExact, "one subject, without wildcards");
    return [
      ...(inexact.length > 0 ? inexact : github(credential)),
      ...fits(credential, "audience", isFixed, "api://AzureADTokenExchange alone"),
    ];
  },
};
