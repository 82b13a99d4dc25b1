import type { ServiceDefinition } from '@grpc/grpc-js'

/** What a handler knows about its call besides the request. */
export interface CallContext {
  /**
   * Whether the caller has hung up or its deadline has passed: nobody reads the answer any more. No AbortSignal, of which each makes V8 a few
   * hidden classes of its own, and those live until the next full collection.
   */
  readonly isGone: () => boolean
  /** Milliseconds since 1970 by this machine's clock, or null where the caller set no deadline. */
  readonly deadlineMs: number | null
  /** The caller's `x-request-id`, or one made here: it ties an answer to its log lines. */
  readonly requestId: string
}

export type UnaryHandler<Request, Response> = (request: Request, context: CallContext) => Promise<Response>

/** A handler, said to be of a call with one request and one answer. */
export interface UnaryMethod<Request, Response> {
  readonly kind: 'unary'
  handler(request: Request, context: CallContext): Promise<Response>
}

/**
 * A unary method. A thrown `RpcError` reaches the caller as it is; anything else becomes INTERNAL with the request id, and its
 * text stays in the log. A call whose deadline has passed already is answered without asking the handler.
 */
export function unary<Request, Response>(handler: UnaryHandler<Request, Response>): UnaryMethod<Request, Response> {
  return { kind: 'unary', handler }
}

/** One handler per method of a generated service definition. */
export type UnaryMethods<Definition> = {
  readonly [Name in keyof Definition]: Definition[Name] extends {
    requestDeserialize: (bytes: Buffer) => infer Request
    responseSerialize: (value: infer Response) => Buffer
  }
    ? UnaryMethod<Request, Response>
    : never
}

/** A service definition together with its handlers, for `createGrpcServer`. */
export interface GrpcService {
  readonly definition: ServiceDefinition
  readonly methods: Readonly<Record<string, UnaryMethod<unknown, unknown>>>
}

/** Ties handlers to a generated definition; the compiler sees that each method has its handler. */
export function grpcService<Definition extends ServiceDefinition>(
  definition: Definition,
  methods: UnaryMethods<Definition>,
): GrpcService {
  return { definition, methods: { ...methods } }
}
