/** What only the standalone process answers: training now, and how it is. */
import type { StandaloneStatus, TrainingAnswer } from '@upnext/standalone/client'
import { StandaloneStatusSchema, TrainingAnswerSchema } from '@upnext/standalone/client'
import type { z } from 'zod'
import { CliError, errorText, notRunning } from '../errors.ts'
import { patientRequest } from './patient-request.ts'

/** A model of a large catalogue takes its time. */
const TRAINING_TIMEOUT_MS = 30 * 60_000
const STATUS_TIMEOUT_MS = 10_000

/** Trains a model of everything that is in the log now; resolves when it is active. */
export function trainNow(url: string): Promise<TrainingAnswer> {
  return ask(`${url}/v1/admin/train`, 'POST', TRAINING_TIMEOUT_MS, TrainingAnswerSchema)
}

export function readStatus(url: string): Promise<StandaloneStatus> {
  return ask(`${url}/v1/status`, 'GET', STATUS_TIMEOUT_MS, StandaloneStatusSchema)
}

async function ask<Schema extends z.ZodType>(
  url: string,
  method: string,
  timeoutMs: number,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const { status, text } = await patientRequest(url, method, AbortSignal.timeout(timeoutMs)).catch((cause: unknown) => {
    throw notRunning('Upnext', new URL(url).origin, cause)
  })
  if (status === 404) {
    throw new CliError(`${new URL(url).origin} is not a standalone Upnext`, {
      hint: 'on Kafka and Redis set UPNEXT_BACKEND=kafka-redis, and the verb runs beside the services',
    })
  }
  if (status < 200 || status > 299)
    throw new CliError(`Upnext answered HTTP ${status}: ${errorText(text).slice(0, 300)}`)
  return schema.parse(JSON.parse(text))
}
