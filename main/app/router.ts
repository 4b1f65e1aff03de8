/** Turns the contract and a way to find handlers into a router: validation at the door, errors that the window can show. */
import { type AnyRouter, implement, ORPCError } from '@orpc/server';
import { ProblemError } from '#main/services/context.ts';
import { type Contract, contract } from '#shared/contract/index.ts';
import type { ProcedureKind } from '#shared/contract/procedure.ts';

export type Handler = (input: unknown, signal: AbortSignal | undefined) => unknown;

export interface ProcedureName {
  readonly area: keyof Contract;
  readonly name: string;
  readonly kind: ProcedureKind;
}

/** Every procedure of the contract, in order. */
export function procedureNames(): ProcedureName[] {
  return Object.entries(contract).flatMap(([area, procedures]) =>
    Object.entries(procedures).map(([name, procedure]) => ({
      area: area as keyof Contract,
      name,
      kind: procedure['~orpc'].meta.kind,
    })),
  );
}

/** Builds a router over the procedures for which `find` has a handler. */
export function buildRouter(find: (name: ProcedureName) => Handler | null): AnyRouter {
  const router: Record<string, Record<string, AnyRouter>> = {};
  for (const name of procedureNames()) {
    const handler = find(name);
    if (handler === null) continue;
    const area: Record<string, AnyRouter> = router[name.area] ?? {};
    router[name.area] = area;
    const procedures: Record<string, Parameters<typeof implement>[0]> = contract[name.area];
    const procedure = procedures[name.name];
    if (procedure === undefined) continue;
    area[name.name] = (implement(procedure) as unknown as Implementable).handler(async ({ input, signal }) => {
      try {
        return await handler(input, signal);
      } catch (error) {
        throw readable(error);
      }
    });
  }
  return router;
}

/** The part of oRPC's implementer that a procedure known only at run time needs. */
interface Implementable {
  handler(run: (call: { input: unknown; signal?: AbortSignal }) => Promise<unknown>): AnyRouter;
}

/** What the window gets: a problem in words where there is one; else one sentence, never a stack. */
function readable(error: unknown): unknown {
  if (error instanceof ORPCError) return error;
  if (error instanceof ProblemError) return new ORPCError('CONFLICT', { message: error.problem.what, data: error.problem });
  const message = error instanceof Error ? error.message : String(error);
  return new ORPCError('INTERNAL_SERVER_ERROR', {
    message,
    data: {
      code: 'internal',
      what: `Something went wrong inside Onefold: ${message}`,
      safe: 'Nothing was changed by this step. Everything shown as saved is in the book.',
      todo: 'Try again. If it happens again, close and open the book.',
    },
  });
}
