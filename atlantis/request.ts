import { expectedWorkspace, type Problem, type Stack } from "./policy.ts";

/** What the server says of a run: https://www.runatlantis.io/docs/custom-workflows#custom-run-command. */
export interface Request {
  /** Folder of the project in the clone, absolute. */
  readonly DIR?: string;
  readonly PROJECT_NAME?: string;
  readonly WORKSPACE?: string;
  /** Arguments after `--` in the comment, each character behind a backslash, joined by commas. */
  readonly COMMENT_ARGS?: string;
}

/**
 * What may follow `--` in a comment. `-var` and `-var-file` could name files, `-out` and `-generate-config-out` write them;
 * `-destroy` and `-replace` would apply with an approval that was given to something else.
 */
const allowedArguments = [/^-refresh-only$/, /^-refresh=(true|false)$/, /^-target=[\w.]/, /^-lock-timeout=\w+$/];
/** What is behind a comma in an address: `b"]` and `"b"]` of `V["a","b"]`. */
const continued = /^["\w]/;

/** Refuses a project that is not what its folder says. `atlantis.yaml` and comments come from whoever opens a pull request. */
export function requestProblems(request: Request, stack: Stack): Problem[] {
  const { PROJECT_NAME, WORKSPACE, COMMENT_ARGS = "" } = request;
  const workspace = expectedWorkspace(stack);
  const given = COMMENT_ARGS.replaceAll("\\", "").split(",").filter(Boolean);
  const refused = given.filter(
    (argument, index) => !(index > 0 && continued.test(argument)) && !allowedArguments.some((allowed) => allowed.test(argument)),
  );
  return [
    ...(PROJECT_NAME === stack.id
      ? []
      : [
          {
            path: "atlantis.yaml",
            message: `the project is called "${PROJECT_NAME ?? ""}"; in this folder it must be ${stack.id}: use atlantis plan -p ${stack.id}`,
          },
        ]),
    ...(WORKSPACE === workspace
      ? []
      : [{ path: "atlantis.yaml", message: `the project's workspace is "${WORKSPACE ?? ""}"; it must be ${workspace}` }]),
    ...refused.map((argument) => ({
      path: "comment",
      message: `${argument} is not allowed; allowed are -refresh-only, -refresh=, -target=, -lock-timeout=`,
    })),
  ];
}
