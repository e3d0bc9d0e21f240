/** Where a command writes; one call a text, without the last line end. */
export interface Output {
  out(text: string): void;
  error(text: string): void;
}

/** What a person sees. */
export const terminal: Output = {
  out: (text) => process.stdout.write(`${text}\n`),
  error: (text) => process.stderr.write(`${text}\n`),
};
