/** The shape of a service: one function per procedure of its contract area, typed from the contract. */
import type { AnySchema, ContractProcedure, InferSchemaInput, InferSchemaOutput } from '@orpc/contract';

type HandlerOf<P, C> =
  P extends ContractProcedure<infer I extends AnySchema, infer O extends AnySchema, infer _E, infer _M>
    ? (context: C, input: InferSchemaOutput<I>, signal?: AbortSignal) => InferSchemaInput<O> | Promise<InferSchemaInput<O>>
    : never;

/** Handlers of (a part of) an area. A test checks that the parts together name every procedure exactly once. */
export type AreaHandlers<A, C> = { readonly [K in keyof A]?: HandlerOf<A[K], C> };

/** What a handler is given: the procedure's input after validation. */
export type InputOf<P> =
  P extends ContractProcedure<infer I extends AnySchema, infer _O extends AnySchema, infer _E, infer _M>
    ? InferSchemaOutput<I>
    : never;

/** What a handler gives back: the procedure's output before validation. */
export type OutputOf<P> =
  P extends ContractProcedure<infer _I extends AnySchema, infer O extends AnySchema, infer _E, infer _M>
    ? InferSchemaInput<O>
    : never;
