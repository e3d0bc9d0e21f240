/**
 * Runs `work` without the stack traces that cdktf records for every token, a third of its time. Errors keep theirs: those come from
 * the runtime, not from `Error.captureStackTrace`.
 */
export function withoutTraces<T>(work: () => T): T {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    return work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
