/** A request that gets no 202, in the words that its sender reads. */
export interface ProblemOptions {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly whatToDo: string
  /** Seconds after which trying again makes sense. */
  readonly retryAfterS?: number
  /** The rest of the request was not read, so the connection cannot be used again. */
  readonly closeConnection?: boolean
  readonly cause?: unknown
}

export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly code: string
  readonly whatToDo: string
  readonly retryAfterS: number | undefined
  readonly closeConnection: boolean

  constructor(options: ProblemOptions) {
    super(options.message, { cause: options.cause })
    this.status = options.status
    this.code = options.code
    this.whatToDo = options.whatToDo
    this.retryAfterS = options.retryAfterS
    this.closeConnection = options.closeConnection ?? false
  }
}

export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly what_to_do: string }
}

export function errorBody(problem: Pick<Problem, 'code' | 'message' | 'whatToDo'>): ErrorBody {
  return { error: { code: problem.code, message: problem.message, what_to_do: problem.whatToDo } }
}
