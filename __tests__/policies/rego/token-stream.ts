import type { Token } from "./lexer.ts";

/** Reads tokens one after the other; refuses what does not fit with its line. */
export class TokenStream {
  #at = 0;
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(ahead = 0): Token {
    const last = this.#tokens.length - 1;
    return this.#tokens[Math.min(this.#at + ahead, last)] as Token;
  }

  take(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.text === text && (token.kind === "symbol" || token.kind === "name");
  }

  /** Takes the token if it is this one. */
  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.take();
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw this.refusal(`"${text}"`);
  }

  name(): string {
    if (this.peek().kind !== "name") throw this.refusal("a name");
    return this.take().text;
  }

  skipNewlines(): void {
    while (this.peek().kind === "newline") this.take();
  }

  refusal(wanted: string): Error {
    const { line, text } = this.peek();
    return new Error(`line ${line}: got ${JSON.stringify(text)}, wanted ${wanted}; the tests understand a part of Rego only`);
  }

  /** `read` once, then again after every comma; newlines do not count. Ends with `close`. */
  list<T>(close: string, read: () => T): T[] {
    const items: T[] = [];
    this.skipNewlines();
    while (!this.accept(close)) {
      items.push(read());
      this.skipNewlines();
      if (!this.is(close)) this.expect(",");
      this.skipNewlines();
    }
    return items;
  }
}
