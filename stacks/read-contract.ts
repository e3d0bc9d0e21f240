import type { TerraformRemoteState } from "cdktf";
import { type Contract, type FieldKind, type Fields, outputName, type ValuesOf } from "../constructs/contract.ts";

const readers: Record<FieldKind, (state: TerraformRemoteState, output: string) => unknown> = {
  string: (state, output) => state.getString(output),
  number: (state, output) => state.getNumber(output),
  boolean: (state, output) => state.getBoolean(output),
  list: (state, output) => state.getList(output),
};

/** The contract's values as references to outputs in another stack's state. */
export function readContract<F extends Fields>(contract: Contract<F>, state: TerraformRemoteState): ValuesOf<Contract<F>> {
  const values = Object.entries(contract.fields).map(([field, { kind }]) => [field, readers[kind](state, outputName(contract, field))]);
  return Object.fromEntries(values) as ValuesOf<Contract<F>>;
}
