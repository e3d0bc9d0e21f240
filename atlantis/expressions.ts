import { visit } from "./blocks.ts";
import type { Problem } from "./policy.ts";
import type { Json } from "./strict-json.ts";

/** Functions that read files or tell where they are: https://developer.hashicorp.com/terraform/language/functions. */
const fileFunctions = [
  ...["abspath", "file", "filebase64", "filebase64sha256", "filebase64sha512", "fileexists", "filemd5"],
  ...["fileset", "filesha1", "filesha256", "filesha512", "pathexpand"],
];

/** Functions that run a template, in which the functions above cannot be seen. */
const templateFunctions = ["templatefile", "templatestring"];

const blank = String.raw`(?:\s|/\*[\s\S]*?\*/|(?:#|//)[^\n]*(?:\n|$))*`;
const call = new RegExp(String.raw`(?<![\w-])(${[...fileFunctions, ...templateFunctions].join("|")})${blank}\(`, "g");

/** `"${path.module}/assets/x/chart.tgz")`, `"assets/x")`: files of the stack itself, no step up. */
const assetArgument = /^\s*"(?:\$\{\s*path\.module\s*\}\/)?assets\/(?!(?:[^"]*\/)?\.\.(?:\/|"))[\w./-]+"\s*\)/;
/** The file with the client id that HCP Terraform writes for a run. Its other files hold tokens, which a plan must not show. */
const clientIdArgument = /^\s*var\.tfc_azure_dynamic_credentials(?:\.\w+|\["[\w-]+"\])*\.client_id_file_path\s*\)/;

/** Refuses expressions that read files other than the stack's assets and the client id that HCP Terraform gives a run. */
export function fileReads(json: Json): Problem[] {
  return [...visit(json, "")].flatMap(({ key, value, path }) => [key, value].flatMap((text) => fileReadsOf(text, path)));
}

function fileReadsOf(text: unknown, path: string): Problem[] {
  if (typeof text !== "string" || !/[$%]\{/.test(text)) return [];
  return [...text.matchAll(call)].flatMap((found) => {
    const name = found[1] ?? "";
    const rest = text.slice(found.index + found[0].length);
    if (templateFunctions.includes(name))
      return [{ path, message: `calls ${name}(), whose template could read any file; write the template into the configuration` }];
    if (assetArgument.test(rest) || clientIdArgument.test(rest)) return [];
    return [
      {
        path,
        message: `calls ${name}(${rest.slice(0, 60)}; only literal paths under assets/ and the client_id_file_path of var.tfc_azure_dynamic_credentials may be read: a plan would show other files of the machine that runs it`,
      },
    ];
  });
}
