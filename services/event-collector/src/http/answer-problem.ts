import { randomUUID } from 'node:crypto'
import type { ErrorRequestHandler, Response } from 'express'
import type { Logger } from '@upnext/service-kit'
import { Problem, errorBody } from './problem.ts'

/** The last handler of the collector's routes: whatever was thrown becomes `{ error: { code, message, what_to_do } }`. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    sendProblem(response, toProblem(error, logger))
  }
}

export function sendProblem(response: Response, problem: Problem): void {
  if (problem.retryAfterS !== undefined) response.set('Retry-After', String(problem.retryAfterS))
  if (problem.closeConnection) response.set('Connection', 'close')
  response.status(problem.status).json(errorBody(problem))
}

function toProblem(error: unknown, logger: Logger): Problem {
  if (error instanceof Problem) {
    if (error.status >= 500) logger.warn(refusal(error), 'request refused')
    return error
  }
  const status = clientStatus(error)
  if (status !== null)
    return new Problem({
      status,
      code: 'bad_request',
      message: 'the request could not be understood',
      whatToDo: 'GET / lists what there is',
    })
  const requestId = randomUUID()
  logger.error({ err: error, requestId }, 'request failed')
  return new Problem({
    status: 500,
    code: 'internal',
    message: `something went wrong here; request ${requestId}`,
    whatToDo: 'send it again; if it stays, give the operator the request id',
  })
}

/** Without the stack where nothing broke: refusals come by the hundred, when there is the least room for them. */
function refusal({ code, message, cause }: Problem): Record<string, unknown> {
  return cause === undefined ? { code, reason: message } : { code, reason: message, err: cause }
}

/** express says with a status that the client is to blame: a path that is no URL, for example. */
function clientStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null
  return error.status >= 400 && error.status < 500 ? error.status : null
}
