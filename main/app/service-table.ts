/** Services by area, as data: which function answers which procedure. */

import type { AreaHandlers } from '#main/services/handlers.ts';
import type { Contract } from '#shared/contract/index.ts';
import type { ProcedureName } from './router.ts';

export type ServiceTable<C> = { readonly [A in keyof Contract]?: AreaHandlers<Contract[A], C> };

type Run<C> = (context: C, input: unknown, signal: AbortSignal | undefined) => unknown;

/** The handler of a procedure, or null. Inputs were validated against the contract before it is called. */
export function lookUp<C>(table: ServiceTable<C>, { area, name }: ProcedureName): Run<C> | null {
  const handlers: Readonly<Record<string, unknown>> | undefined = table[area];
  const handler = handlers?.[name];
  return typeof handler === 'function' ? (handler as Run<C>) : null;
}

/** Calls a handler of a table from within the app thread. */
export async function callCommand<C, I, O>(
  handler: ((context: C, input: I, signal?: AbortSignal) => O | Promise<O>) | undefined,
  context: C,
  input: I,
): Promise<O> {
  if (handler === undefined) throw new Error('no service answers this procedure');
  return handler(context, input);
}
